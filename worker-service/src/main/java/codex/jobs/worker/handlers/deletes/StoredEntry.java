package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.Job;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An entry as it is stored (`docs/content-model.md`).
record StoredEntry(Map<String, Object> document) {

    String id() {
        return String.valueOf(document.get("_id"));
    }

    String siteId() {
        return String.valueOf(system().get("siteId"));
    }

    String modelId() {
        return String.valueOf(system().get("modelId"));
    }

    @Nullable String externalId() {
        return system().get("externalId") instanceof String text ? text : null;
    }

    @Nullable String version() {
        return system().get("versionId") instanceof String text ? text : null;
    }

    boolean isDeleted() {
        return system().get("status") instanceof Number status
                && status.intValue() == EntryStatus.DELETED.number();
    }

    Map<String, Object> system() {
        return object("system");
    }

    Map<String, Object> content() {
        return object("content");
    }

    @SuppressWarnings("unchecked") // documents have text keys
    private Map<String, Object> object(String key) {
        return document.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /// The ids in its references, each once.
    Set<String> references() {
        var ids = new LinkedHashSet<String>();
        each(document.get("references")).forEach(id -> ids.add(String.valueOf(id)));
        return ids;
    }

    /// The ids that a field of references holds.
    Set<String> idsIn(String alias) {
        var ids = new LinkedHashSet<String>();
        for (var value : each(content().get(alias))) {
            if (value instanceof Map<?, ?> reference && reference.get("id") instanceof String id) {
                ids.add(id);
            }
        }
        return ids;
    }

    /// The ids of the tags that a field names.
    Set<String> tagsIn(String alias) {
        var ids = new LinkedHashSet<String>();
        for (var name : each(content().get(alias))) {
            var key = String.valueOf(name).strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            ids.add(ContentId.tag(siteId(), key));
        }
        return ids;
    }

    private static List<?> each(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }

    /// As its readers no longer see it, until it is purged.
    StoredEntry deleted(Job job, String version, Instant now, Instant purgeAt) {
        var next = changed(job, version, now);
        var system = new LinkedHashMap<>(next.system());
        system.put("status", EntryStatus.DELETED.number());
        next.document.put("system", system);
        next.document.put("purgeAt", purgeAt);
        return next;
    }

    /// Without the values of a field.
    StoredEntry without(
            ContentField field, ContentModel model, Instant now, Job job, String version) {
        var content = new LinkedHashMap<>(content());
        content.remove(field.alias());
        return withContent(content, field, model, job, version, now);
    }

    /// With a value of a field that it does not have.
    StoredEntry with(
            ContentField field,
            Object value,
            ContentModel model,
            Instant now,
            Job job,
            String version) {
        var content = new LinkedHashMap<>(content());
        content.put(field.alias(), value);
        return withContent(content, field, model, job, version, now);
    }

    /// Another content; its references follow if `changed` is a field of those.
    private StoredEntry withContent(
            Map<String, Object> content,
            ContentField changed,
            ContentModel model,
            Job job,
            String version,
            Instant now) {
        var next = changed(job, version, now);
        next.document.put("content", content);
        if (changed.type() == FieldType.REFERENCE) {
            var ids = new LinkedHashSet<String>();
            for (var other : model.fields().values()) {
                if (other.type() == FieldType.REFERENCE && !other.alias().equals(changed.alias())) {
                    ids.addAll(next.idsIn(other.alias()));
                }
            }
            ids.addAll(next.idsIn(changed.alias()));
            next.document.put("references", List.copyOf(ids));
        }
        return next;
    }

    /// The same as a version of its own.
    StoredEntry changed(Job job, String version, Instant now) {
        var system = new LinkedHashMap<>(system());
        system.put("versionId", version);
        system.put("updatedAt", now);
        system.put("updatedBy", job.createdBy().id());
        var next = new LinkedHashMap<>(document);
        next.put("system", system);
        return new StoredEntry(next);
    }

    /// The version that it is.
    Map<String, Object> snapshot(Job job, Instant now) {
        var parts = new LinkedHashMap<String, Object>();
        for (var part : List.of("system", "content", "attrs", "references")) {
            parts.put(part, document.getOrDefault(part, Map.of()));
        }
        var version = new LinkedHashMap<String, Object>();
        version.put("_id", String.valueOf(version()));
        version.put("entryId", id());
        version.put("siteId", siteId());
        version.put("modelId", modelId());
        version.put("job", job.id().value());
        version.put("createdAt", now);
        version.put("createdBy", job.createdBy().id());
        version.put("entry", parts);
        return version;
    }
}
