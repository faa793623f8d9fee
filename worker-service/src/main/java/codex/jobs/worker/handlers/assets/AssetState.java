package codex.jobs.worker.handlers.assets;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One asset while a chunk works on it: as it is stored, and as the items so far make it.
final class AssetState {

    private final @Nullable Map<String, Object> stored;
    private @Nullable Map<String, Object> asset;
    private boolean changed;

    AssetState(@Nullable Map<String, Object> stored) {
        this.stored = stored;
        this.asset = stored;
    }

    @Nullable Map<String, Object> stored() {
        return stored;
    }

    @Nullable Map<String, Object> asset() {
        return asset;
    }

    boolean isChanged() {
        return changed;
    }

    void become(Map<String, Object> next) {
        asset = next;
        changed = true;
    }

    /// Whether an earlier item of the same job made it what it is.
    boolean isFrom(String job) {
        return changed || (stored != null && job.equals(stamp(stored).get("job")));
    }

    /// Whether this chunk, or a later one, has already written it.
    boolean isDone(String job, long chunk) {
        return stored != null
                && job.equals(stamp(stored).get("job"))
                && stamp(stored).get("chunk") instanceof Number written
                && written.longValue() >= chunk;
    }

    private static Map<?, ?> stamp(Map<String, Object> asset) {
        return asset.get("import") instanceof Map<?, ?> stamp ? stamp : Map.of();
    }
}
