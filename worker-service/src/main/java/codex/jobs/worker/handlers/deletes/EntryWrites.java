package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Writes the new state of entries, after everything that belongs to it: what the change does
/// beside, and the version. Done again, entries that have the job's version are left alone.
final class EntryWrites {

    /// So few that the largest ones fit into memory.
    private static final int AT_ONCE = 100;

    private static final int TRIES = 5;

    private final TaskContext task;
    private final ContentReader reader;
    private final ContentWriter writer;

    /// What a job makes of entries.
    ///
    /// @param name tells this change from others of the same job
    /// @param next the entry and its version → what it becomes, or the same if it stays as it is
    /// @param beside is done first, with the entries that change as they are
    record Change(
            String name,
            BiFunction<StoredEntry, String, StoredEntry> next,
            Consumer<List<Map<String, Object>>> beside) {}

    EntryWrites(TaskContext task, ContentReader reader, ContentWriter writer) {
        this.task = task;
        this.reader = reader;
        this.writer = writer;
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
        change.beside().accept(before);
        writer.insertMissing(scope(), ContentKind.ENTRY_VERSIONS, versions);
        return writer.writeEntries(scope(), entries) == 0;
    }

    private Scope scope() {
        return task.scope();
    }

    private Job job() {
        return task.job();
    }
}
