package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.UrlRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Keeps what a job deletes, with everything that is needed to bring it back, for as long as the
/// organization wants.
final class Trash {

    private final ContentReader reader;
    private final ContentWriter writer;
    private final Scope scope;
    private final Job job;
    private final Duration keptFor;

    Trash(ContentReader reader, ContentWriter writer, Scope scope, Job job, Duration keptFor) {
        this.reader = reader;
        this.writer = writer;
        this.scope = scope;
        this.job = job;
        this.keptFor = keptFor;
    }

    /// Until when what is deleted now can be brought back.
    Instant until(Instant now) {
        return now.plus(keptFor);
    }

    /// Keeps these entries as they are now, and frees their addresses.
    ///
    /// @param field if only this field goes, else empty
    /// @param freed the entry and one of its addresses → whether that one is given up
    void keepEntries(
            List<Map<String, Object>> documents,
            String field,
            BiPredicate<StoredEntry, Map<String, Object>> freed,
            Instant now) {
        var byId = new HashMap<String, StoredEntry>();
        documents.stream().map(StoredEntry::new).forEach(entry -> byId.put(entry.id(), entry));
        var urls = new HashMap<String, List<Map<String, Object>>>();
        for (var url : reader.byField(scope, ContentKind.URLS, "entityId", byId.keySet())) {
            var owner = byId.get(String.valueOf(url.get("entityId")));
            if (owner != null && freed.test(owner, url)) {
                urls.computeIfAbsent(owner.id(), _ -> new ArrayList<>()).add(url);
            }
        }
        keep(ContentKind.ENTRIES, documents, urls, field, now);
        writer.release(
                scope, urls.values().stream().flatMap(List::stream).map(Trash::release).toList());
    }

    static UrlRelease release(Map<String, Object> url) {
        return new UrlRelease(
                String.valueOf(url.get("siteId")),
                String.valueOf(url.get("url")),
                String.valueOf(url.get("entityId")));
    }

    /// Keeps these documents as they are now. Addresses that an earlier attempt has kept and freed
    /// are kept on.
    ///
    /// @param urls the addresses of each document
    /// @param field if only this field of an entry goes, else empty
    void keep(
            ContentKind kind,
            List<Map<String, Object>> documents,
            Map<String, List<Map<String, Object>>> urls,
            String field,
            Instant now) {
        var ids = documents.stream().map(document -> String.valueOf(document.get("_id"))).toList();
        var before = new HashMap<String, Map<String, Object>>();
        reader.byIds(scope, ContentKind.TRASH, ids.stream().map(id -> key(kind, id)).toList())
                .forEach(kept -> before.put(String.valueOf(kept.get("id")), kept));
        var copies = new ArrayList<Map<String, Object>>();
        for (var document : documents) {
            var id = String.valueOf(document.get("_id"));
            var addresses = new LinkedHashMap<Object, Object>();
            if (before.getOrDefault(id, Map.of()).get("urls") instanceof List<?> kept) {
                for (var url : kept) {
                    if (url instanceof Map<?, ?> map) {
                        addresses.put(map.get("_id"), map);
                    }
                }
            }
            urls.getOrDefault(id, List.of()).forEach(url -> addresses.put(url.get("_id"), url));
            var copy = new LinkedHashMap<String, Object>();
            copy.put("_id", key(kind, id));
            copy.put("job", job.id().value());
            copy.put("kind", kind.slug());
            copy.put("id", id);
            copy.put("deletedAt", now);
            copy.put("deletedBy", job.createdBy().id());
            copy.put("expiresAt", until(now));
            if (!field.isEmpty()) {
                copy.put("field", field);
            }
            copy.put("document", document);
            copy.put("urls", List.copyOf(addresses.values()));
            copies.add(copy);
        }
        writer.put(scope, ContentKind.TRASH, copies);
    }

    private String key(ContentKind kind, String id) {
        return ContentReader.trashKey(job.id(), kind, id);
    }
}
