package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.stores.content.UrlRelease;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/// Writes the new state of entries, after everything that belongs to it: the copy in the trash, the
/// freed addresses, the version. Done again, entries that have the job's version are left alone.
final class EntryWrites {

    /// So few that the largest ones fit into memory.
    private static final int AT_ONCE = 100;

    private static final int TRIES = 5;

    private final TaskContext task;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final Trash trash;

    /// What a job makes of entries.
    ///
    /// @param name tells this change from others of the same job
    /// @param field the only one that goes, or empty if the entry does
    /// @param next the entry and its version → what it becomes, or the same if it stays as it is
    /// @param freed the entry and one of its addresses → whether that one is given up
    record Change(
            String name,
            String field,
            BiFunction<StoredEntry, String, StoredEntry> next,
            BiPredicate<StoredEntry, Map<String, Object>> freed) {}

    EntryWrites(TaskContext task, ContentReader reader, ContentWriter writer) {
        this.task = task;
        this.reader = reader;
        this.writer = writer;
        this.trash = new Trash(reader, writer, task.scope(), task.job());
    }

    void write(List<String> ids, Instant now, Change change) {
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            var some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            for (var tries = 1; !attempt(some, now, change); tries++) {
                if (tries == TRIES) {
                    throw new IllegalStateException("Entries change faster than they are written");
                }
            }
        }
    }

    /// @return whether all are as planned; else somebody has changed some of them
    private boolean attempt(List<String> ids, Instant now, Change change) {
        var before = new ArrayList<Map<String, Object>>();
        var versions = new ArrayList<Map<String, Object>>();
        var entries = new ArrayList<EntryWrite>();
        for (var stored : reader.byIds(scope(), ContentKind.ENTRIES, ids)) {
            var entry = new StoredEntry(stored);
            var version = ContentId.version(job().id(), entry.id(), change.name());
            var next =
                    version.equals(entry.version()) ? entry : change.next().apply(entry, version);
            if (!Objects.equals(next.version(), entry.version())) {
                before.add(stored);
                versions.add(next.snapshot(job(), now));
                entries.add(new EntryWrite.Replace(next.document(), entry.version()));
            }
        }
        if (entries.isEmpty()) {
            return true;
        }
        var urls = urls(before, change);
        trash.keep(ContentKind.ENTRIES, before, urls, change.field(), now);
        writer.release(
                scope(),
                urls.values().stream().flatMap(List::stream).map(EntryWrites::release).toList());
        writer.insertMissing(scope(), ContentKind.ENTRY_VERSIONS, versions);
        return writer.writeEntries(scope(), entries) == 0;
    }

    private Map<String, List<Map<String, Object>>> urls(
            List<Map<String, Object>> entries, Change change) {
        var byId = new HashMap<String, StoredEntry>();
        entries.stream().map(StoredEntry::new).forEach(entry -> byId.put(entry.id(), entry));
        var urls = new HashMap<String, List<Map<String, Object>>>();
        var owners = new HashSet<>(byId.keySet());
        for (var url : reader.byField(scope(), ContentKind.URLS, "entityId", owners)) {
            var owner = byId.get(String.valueOf(url.get("entityId")));
            if (owner != null && change.freed().test(owner, url)) {
                urls.computeIfAbsent(owner.id(), _ -> new ArrayList<>()).add(url);
            }
        }
        return urls;
    }

    static UrlRelease release(Map<String, Object> url) {
        return new UrlRelease(
                String.valueOf(url.get("siteId")),
                String.valueOf(url.get("url")),
                String.valueOf(url.get("entityId")));
    }

    private Scope scope() {
        return task.scope();
    }

    private Job job() {
        return task.job();
    }
}
