package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.job.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Entries and their versions as they are stored (`docs/content-model.md`).
final class EntryDocument {

    private final Job job;
    private final long chunk;
    private final Instant now;

    EntryDocument(Job job, long chunk, Instant now) {
        this.job = job;
        this.chunk = chunk;
        this.now = now;
    }

    /// What becomes of an item.
    ///
    /// @param before the stored entry, if there is one
    /// @param content the entry's whole content as it will be
    /// @param pending references that are still to be resolved
    Map<String, Object> of(
            Draft draft,
            String id,
            EntryStatus status,
            @Nullable Map<String, Object> before,
            Map<String, Object> content,
            List<Map<String, Object>> pending) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("_id", id);
        entry.put("system", system(draft, id, status, before, content));
        entry.put("content", content);
        var attrs = draft.attrs != null ? draft.attrs : before == null ? null : before.get("attrs");
        if (attrs != null) {
            entry.put("attrs", attrs);
        }
        entry.put("references", references(draft, content));
        entry.put("import", stamp(draft.item.index(), pending));
        return entry;
    }

    /// With it, a chunk that is done again knows its own writes.
    Map<String, Object> stamp(long item, List<Map<String, Object>> pending) {
        var stamp = new LinkedHashMap<String, Object>();
        stamp.put("job", job.id().value());
        stamp.put("chunk", chunk);
        stamp.put("item", item);
        stamp.put("pending", pending);
        return stamp;
    }

    Map<String, Object> version(Map<String, Object> entry) {
        var system = map(entry.get("system"));
        var version = new LinkedHashMap<String, Object>();
        version.put("_id", system.get("versionId"));
        version.put("entryId", entry.get("_id"));
        version.put("siteId", system.get("siteId"));
        version.put("modelId", system.get("modelId"));
        version.put("job", job.id().value());
        version.put("createdAt", Date.from(now));
        version.put("createdBy", job.createdBy().id());
        var copy = new LinkedHashMap<>(entry);
        copy.remove("_id");
        copy.remove("import");
        version.put("entry", copy);
        return version;
    }

    private Map<String, Object> system(
            Draft draft,
            String id,
            EntryStatus status,
            @Nullable Map<String, Object> before,
            Map<String, Object> content) {
        var old = before == null ? Map.<String, Object>of() : map(before.get("system"));
        var model = draft.knownModel();
        var system = new LinkedHashMap<String, Object>(old);
        system.put("siteId", draft.siteId);
        system.put("modelId", model.id());
        system.put("modelAlias", model.alias());
        if (before == null) {
            system.put("externalId", draft.externalId == null ? id : draft.externalId);
        }
        system.put("status", status.number());
        putIfText(system, "title", content.get(model.titleAlias()));
        putIfText(system, "slug", draft.slug != null ? draft.slug : content.get(model.slugAlias()));
        system.put("versionId", ContentId.version(job.id(), id, chunk + ":" + draft.item.index()));
        if (draft.hasLabels) {
            system.put(
                    "labels",
                    draft.labels.stream().map(label -> Map.of("id", label.id())).toList());
        }
        system.put("metrics", TextMetrics.of(model, content));
        times(draft, status, system);
        system.putIfAbsent("createdBy", job.createdBy().id());
        system.put("updatedBy", job.createdBy().id());
        return system;
    }

    /// Times come from the file where it has them (specification 3.2, "Dates").
    private void times(Draft draft, EntryStatus status, Map<String, Object> system) {
        system.putAll(draft.times);
        system.putIfAbsent("createdAt", Date.from(now));
        if (!draft.times.containsKey("updatedAt")) {
            system.put("updatedAt", Date.from(now));
        }
        if (status == EntryStatus.PUBLISHED) {
            system.putIfAbsent("publishedAt", Date.from(now));
            system.putIfAbsent("firstPublishedAt", system.get("publishedAt"));
        }
    }

    private static List<Object> references(Draft draft, Map<String, Object> content) {
        var ids = new LinkedHashSet<Object>();
        draft.knownModel().fields().values().stream()
                .filter(field -> field.type() == codex.jobs.model.content.FieldType.REFERENCE)
                .map(field -> content.get(field.alias()))
                .forEach(value -> addIds(ids, value));
        return new ArrayList<>(ids);
    }

    private static void addIds(Set<Object> ids, @Nullable Object value) {
        switch (value) {
            case Map<?, ?> reference when reference.get("id") instanceof String id -> ids.add(id);
            case List<?> list -> list.forEach(element -> addIds(ids, element));
            case null, default -> {}
        }
    }

    private static void putIfText(Map<String, Object> system, String key, @Nullable Object value) {
        if (value instanceof String) {
            system.put(key, value);
        }
    }

    @SuppressWarnings("unchecked") // documents have text keys
    static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
