package codex.jobs.worker.handlers.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The references of some entries. In a file an entry goes by its external id, so references to it
/// do too: its own id means nothing where the file is imported. An external id is unique in its
/// site only; what another site has, or nobody, keeps its id.
///
/// @param fields those of an entry that hold references
/// @param targets what exists, by id
record PageReferences(
        Function<Map<String, Object>, Set<String>> fields, Map<String, Target> targets) {

    record Target(@Nullable String siteId, @Nullable String externalId) {}

    /// The content of one of the entries.
    Map<String, Object> named(Map<String, Object> entry) {
        var content = EntryJson.object(entry.get("content"));
        var referring = fields.apply(entry);
        if (referring.isEmpty()) {
            return content;
        }
        var site = EntryJson.object(entry.get("system")).get("siteId");
        var named = new LinkedHashMap<>(content);
        for (var field : referring) {
            named.computeIfPresent(field, (_, value) -> named(value, site));
        }
        return named;
    }

    private Object named(Object value, @Nullable Object site) {
        return switch (value) {
            case List<?> list -> list.stream().map(one -> named(one, site)).toList();
            case Map<?, ?> map when map.get("id") instanceof String id -> {
                var renamed = new LinkedHashMap<Object, @Nullable Object>(map);
                renamed.put("id", name(id, site));
                yield renamed;
            }
            case String id -> name(id, site);
            default -> value;
        };
    }

    private String name(String id, @Nullable Object site) {
        var target = targets.get(id);
        return target != null
                        && target.externalId() != null
                        && target.siteId() != null
                        && target.siteId().equals(site)
                ? target.externalId()
                : id;
    }

    /// Adds the ids that a field's value names.
    static void ids(@Nullable Object value, Set<String> ids) {
        switch (value) {
            case List<?> list -> list.forEach(one -> ids(one, ids));
            case Map<?, ?> map when map.get("id") instanceof String id -> ids.add(id);
            case String id -> ids.add(id);
            case null, default -> {}
        }
    }
}
