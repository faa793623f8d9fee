package codex.jobs.api.live;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Who watches what. Thread-safe.
final class Watches<W> {

    private final Map<Object, Set<W>> byKey = new ConcurrentHashMap<>();

    void add(Object key, W watch) {
        byKey.compute(
                key,
                (_, watches) -> {
                    var with = watches == null ? ConcurrentHashMap.<W>newKeySet() : watches;
                    with.add(watch);
                    return with;
                });
    }

    void remove(Object key, W watch) {
        byKey.computeIfPresent(
                key,
                (_, watches) -> {
                    watches.remove(watch);
                    return watches.isEmpty() ? null : watches;
                });
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    boolean has(Object key) {
        return byKey.containsKey(key);
    }

    Stream<W> of(Object key) {
        return byKey.getOrDefault(key, Set.of()).stream();
    }

    Stream<W> all() {
        return byKey.values().stream().flatMap(Set::stream);
    }

    Stream<Object> keys() {
        return byKey.keySet().stream();
    }
}
