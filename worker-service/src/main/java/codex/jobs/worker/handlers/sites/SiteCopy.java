package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.JobId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of a site's things in its clone (specification 3.8), told from the job's id and the
/// thing alone, so that every attempt makes the same.
///
/// @param fields the types of fields, by model and alias
record SiteCopy(JobId job, String base, String site, Map<String, Map<String, FieldType>> fields) {

    /// In the order in which they are copied and counted.
    static final List<ContentKind> KINDS =
            List.of(
                    ContentKind.ENTRIES,
                    ContentKind.VIEWS,
                    ContentKind.SECTIONS,
                    ContentKind.LISTS,
                    ContentKind.URLS,
                    ContentKind.TAGS,
                    ContentKind.SETTINGS);

    static String id(Map<String, Object> document) {
        return String.valueOf(document.get("_id"));
    }

    /// The id of a thing's copy. An address or a tag is named by what it is, as imports do it.
    String idOf(ContentKind kind, Map<String, Object> document) {
        if (kind == ContentKind.URLS) {
            return ContentId.url(site, String.valueOf(document.getOrDefault("url", id(document))));
        }
        return kind == ContentKind.TAGS
                ? ContentId.tag(site, String.valueOf(document.getOrDefault("key", id(document))))
                : ContentId.copy(site, kind, id(document));
    }

    /// The version of an entry's copy: another one of the entry means another one of the copy.
    String versionOf(String copy, Map<String, Object> system) {
        return ContentId.version(job, copy, String.valueOf(system.get("versionId")));
    }

    static boolean isScheduled(Map<String, Object> entry) {
        return object(entry.get("system")).get("status") instanceof Number status
                && status.intValue() == EntryStatus.SCHEDULED.number();
    }

    /// The copy of a thing.
    ///
    /// @param ids of what it refers to
    Map<String, Object> of(ContentKind kind, Map<String, Object> document, Ids ids) {
        var rewriter = new ReferenceRewriter(ids);
        var copy =
                switch (kind) {
                    case ENTRIES -> entry(document, rewriter);
                    case SECTIONS -> section(document, rewriter);
                    case URLS -> url(document, rewriter);
                    case LISTS, VIEWS, SETTINGS -> rewriter.document(document);
                    default -> new LinkedHashMap<>(document);
                };
        copy.put("_id", idOf(kind, document));
        if (kind != ContentKind.ENTRIES) {
            copy.put("siteId", site);
        }
        return copy;
    }

    private Map<String, Object> entry(Map<String, Object> entry, ReferenceRewriter rewriter) {
        var copy = new LinkedHashMap<>(entry);
        // the stamp of an import says what that import has written
        copy.remove("import");
        copy.put("system", system(entry));
        var model = String.valueOf(object(entry.get("system")).get("modelId"));
        copy.put(
                "content",
                rewriter.content(
                        object(entry.get("content")), fields.getOrDefault(model, Map.of())));
        var references = rewriter.typed(ContentKind.ENTRIES, entry.get("references"));
        if (references != null) {
            copy.put("references", references);
        }
        return copy;
    }

    private Map<String, Object> system(Map<String, Object> entry) {
        var before = object(entry.get("system"));
        var id = idOf(ContentKind.ENTRIES, entry);
        var system = new LinkedHashMap<>(before);
        system.put("siteId", site);
        system.put("versionId", versionOf(id, before));
        // one without an external id of its own carries its own id
        if (id(entry).equals(before.get("externalId"))) {
            system.put("externalId", id);
        }
        if (isScheduled(entry)) {
            // else two sites would publish at the same minute
            system.put("status", EntryStatus.DRAFT.number());
        }
        return system;
    }

    private static Map<String, Object> section(
            Map<String, Object> section, ReferenceRewriter rewriter) {
        var copy = rewriter.document(section);
        put(copy, "parentId", rewriter.typed(ContentKind.SECTIONS, section.get("parentId")));
        return copy;
    }

    private static Map<String, Object> url(Map<String, Object> url, ReferenceRewriter rewriter) {
        var copy = new LinkedHashMap<>(url);
        var entity = url.get("entityId");
        switch (String.valueOf(url.get("entityType"))) {
            case "ENTRY" -> put(copy, "entityId", rewriter.typed(ContentKind.ENTRIES, entity));
            case "SECTION" -> put(copy, "entityId", rewriter.typed(ContentKind.SECTIONS, entity));
            // authors belong to the organization
            default -> {}
        }
        return copy;
    }

    private static void put(Map<String, Object> copy, String key, @Nullable Object value) {
        if (value != null) {
            copy.put(key, value);
        }
    }

    @SuppressWarnings("unchecked") // documents have text keys
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
