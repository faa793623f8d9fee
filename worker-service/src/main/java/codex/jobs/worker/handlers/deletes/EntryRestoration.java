package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobId;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings entries back as they were, as a new version, at their addresses as far as those are free.
/// Entries that somebody has changed since they were deleted stay as they are.
final class EntryRestoration implements Restoration {

    private final TaskContext task;
    private final JobId undone;
    private final ContentReader reader;
    private final EntryWrites writes;
    private final Addresses addresses;
    private final TagFields tagFields;

    EntryRestoration(TaskContext task, JobId undone, ContentReader reader, ContentWriter writer) {
        this.task = task;
        this.undone = undone;
        this.reader = reader;
        this.writes = new EntryWrites(task, reader, writer);
        this.addresses = new Addresses(task.scope(), reader, writer);
        this.tagFields = new TagFields(reader, task.scope());
    }

    @Override
    public ContentKind kind() {
        return ContentKind.ENTRIES;
    }

    @Override
    public String[] fields() {
        var fields = new LinkedHashSet<>(Set.of("id", "urls", "document._id", "document.system"));
        tagFields.aliases().forEach(alias -> fields.add("document.content." + alias));
        return fields.toArray(String[]::new);
    }

    @Override
    public RestorePlan plan(List<TrashCopy> copies, long first) {
        var now = new HashMap<String, StoredEntry>();
        var ids = copies.stream().map(TrashCopy::id).toList();
        reader.byIds(task.scope(), ContentKind.ENTRIES, ids, "_id", "system.versionId").stream()
                .map(StoredEntry::new)
                .forEach(entry -> now.put(entry.id(), entry));
        var numbers = new HashMap<String, Long>();
        var restored = new ArrayList<TrashCopy>();
        var lines = new ArrayList<ChunkLine>();
        for (var copy : copies) {
            var number = first + numbers.size();
            numbers.put(copy.id(), number);
            if (isAsDeleted(now.get(copy.id()))) {
                restored.add(copy);
            } else {
                lines.add(
                        new ChunkLine(
                                LogType.WARNING,
                                "CHANGED_SINCE",
                                "Not brought back: it has been changed since it was deleted",
                                number,
                                copy.id(),
                                copy.entry().externalId(),
                                null));
            }
        }
        lines.addAll(addresses.complaints(restored, numbers));
        var touched =
                new Touched(
                        restored.stream().map(TrashCopy::id).toList(),
                        addresses.free(restored),
                        List.copyOf(
                                tagFields.tags(restored.stream().map(TrashCopy::entry).toList())),
                        List.of());
        var skipped = copies.size() - restored.size();
        return new RestorePlan(
                new Counts(restored.size(), 0, 0, skipped, 0, 0, 0, 0), lines, touched);
    }

    private boolean isAsDeleted(@Nullable StoredEntry entry) {
        return entry != null
                && ContentId.version(undone, entry.id(), EntryDeletion.CHANGE)
                        .equals(entry.version());
    }

    @Override
    public void restore(List<TrashCopy> copies, Instant now) {
        var byId = new HashMap<String, TrashCopy>();
        copies.forEach(copy -> byId.put(copy.id(), copy));
        writes.write(
                copies.stream().map(TrashCopy::id).toList(),
                now,
                new EntryWrites.Change(
                        "restore",
                        (entry, version) -> {
                            var copy = byId.get(entry.id());
                            return copy != null && isAsDeleted(entry)
                                    ? copy.entry().changed(task.job(), version, now)
                                    : entry;
                        },
                        before -> addresses.giveBack(of(before, byId))));
    }

    static List<TrashCopy> of(List<Map<String, Object>> entries, Map<String, TrashCopy> copies) {
        var found = new ArrayList<TrashCopy>();
        for (var entry : entries) {
            var copy = copies.get(String.valueOf(entry.get("_id")));
            if (copy != null) {
                found.add(copy);
            }
        }
        return found;
    }
}
