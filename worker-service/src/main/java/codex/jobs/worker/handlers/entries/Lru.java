package codex.jobs.worker.handlers.entries;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was not asked for the longest time. For one thread.
final class Lru<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    Lru(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
