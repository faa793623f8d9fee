package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.filter.SystemField;
import codex.jobs.model.filter.Value;
import codex.jobs.model.filter.ValueKind;
import codex.jobs.model.filter.ValueTest;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes entries: their status says so, a copy lies in the trash, and their addresses are free.
final class EntryDeletion implements Deletion {

    /// The name of what is done to an entry, for its version.
    static final String CHANGE = "delete";

    private static final int ROUND_PAGE = 500;

    private final TaskContext task;
    private final JobSpec.DeleteThings spec;
    private final ContentReader reader;
    private final ChunkLedger ledger;
    private final EntryWrites writes;
    private final Trash trash;
    private final Filter meant;
    private final Referrers referrers;
    private final TagFields tagFields;

    EntryDeletion(
            TaskContext task,
            JobSpec.DeleteThings spec,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            Trash trash) {
        this.task = task;
        this.spec = spec;
        this.reader = reader;
        this.ledger = ledger;
        this.writes = new EntryWrites(task, reader, writer);
        this.trash = trash;
        this.meant = meant(spec);
        this.referrers = new Referrers(reader, task.scope(), meant, this::kept);
        this.tagFields = new TagFields(reader, task.scope());
    }

    /// Never those that are deleted already, whatever a filter says of the status.
    private static Filter meant(JobSpec.DeleteThings spec) {
        var parts = new ArrayList<Filter>();
        if (spec instanceof JobSpec.DeleteFilteredContent filtered) {
            parts.add(Filters.stored(filtered.filter()));
        }
        addText(parts, SystemField.SITE_ID, spec.siteId());
        addText(parts, SystemField.MODEL_ID, spec.model());
        var deleted = new ValueTest.OneOf(Set.of(new Value.Status(EntryStatus.DELETED)));
        parts.add(
                new Filter.Not(
                        new Filter.Condition(SystemField.STATUS, ValueKind.STATUS, deleted)));
        return Filter.all(parts);
    }

    private static void addText(List<Filter> parts, SystemField field, @Nullable String value) {
        if (value != null) {
            var equal = new ValueTest.OneOf(Set.of(new Value.Text(value)));
            parts.add(new Filter.Condition(field, ValueKind.TEXT, equal));
        }
    }

    @Override
    public ContentKind kind() {
        return ContentKind.ENTRIES;
    }

    @Override
    public List<String> select(String after, int limit) {
        return reader.entries(task.scope(), meant, after, limit, "_id").stream()
                .map(entry -> String.valueOf(entry.get("_id")))
                .toList();
    }

    @Override
    public boolean isGuarded() {
        return !spec.force() && referrers.canRequire();
    }

    @Override
    public void guard(List<String> ids) {
        keep(0, referrers.requiring(ids).keySet());
    }

    @Override
    public String spread(int round, String after) {
        var staying = ledger.keptIn(task.task().id(), round, after, ROUND_PAGE);
        if (staying.isEmpty()) {
            return "";
        }
        var needed = referrers.requiredBy(staying);
        keep(round + 1, reader.meant(task.scope(), meant, needed));
        return staying.getLast();
    }

    @Override
    public boolean hasRound(int round) {
        return !ledger.keptIn(task.task().id(), round, "", 1).isEmpty();
    }

    private void keep(int round, Collection<String> ids) {
        ledger.keep(task.organization(), task.task().id(), round, ids);
    }

    private Set<String> kept(Collection<String> ids) {
        return ledger.kept(task.task().id(), ids);
    }

    @Override
    public DeletePlan plan(List<String> ids, long first) {
        var entries = new HashMap<String, StoredEntry>();
        reader.byIds(task.scope(), ContentKind.ENTRIES, ids, fields())
                .forEach(stored -> {
                    var entry = new StoredEntry(stored);
                    if (!entry.isDeleted()) {
                        entries.put(entry.id(), entry);
                    }
                });
        var kept = kept(ids);
        var deleted =
                ids.stream().filter(id -> !kept.contains(id)).filter(entries::containsKey).toList();
        var staying = ids.stream().filter(kept::contains).filter(entries::containsKey).toList();
        var needing =
                staying.isEmpty()
                        ? Map.<String, Referrers.Found>of()
                        : referrers.requiring(staying);
        var dangling = referrers.referring(deleted);
        var lines = new ArrayList<ChunkLine>();
        for (var i = 0; i < ids.size(); i++) {
            var entry = entries.get(ids.get(i));
            if (entry == null) {
                continue;
            }
            var found = dangling.get(entry.id());
            if (kept.contains(entry.id())) {
                lines.add(referenced(first + i, entry, needing.get(entry.id())));
            } else if (found != null) {
                lines.add(dangling(first + i, entry, found));
            }
        }
        return new DeletePlan(
                deleted,
                staying.size(),
                ids.size() - deleted.size() - staying.size(),
                lines,
                touched(deleted, entries));
    }

    private String[] fields() {
        var fields = new LinkedHashSet<>(List.of("_id", "system"));
        tagFields.aliases().forEach(alias -> fields.add("content." + alias));
        return fields.toArray(String[]::new);
    }

    private static ChunkLine referenced(
            long index, StoredEntry entry, Referrers.@Nullable Found needing) {
        return line(
                LogType.ERROR,
                "REFERENCED",
                "Not deleted: other entries need it"
                        + (needing == null ? "" : " (" + needing.text() + ")"),
                index,
                entry);
    }

    private static ChunkLine dangling(long index, StoredEntry entry, Referrers.Found found) {
        return line(
                LogType.WARNING,
                "DANGLING_REFERENCES",
                found.count() + " entries still refer to it (" + found.text() + ")",
                index,
                entry);
    }

    private static ChunkLine line(
            LogType type, String code, String message, long index, StoredEntry entry) {
        return new ChunkLine(type, code, message, index, entry.id(), entry.externalId(), null);
    }

    private Touched touched(List<String> deleted, Map<String, StoredEntry> entries) {
        var tags =
                tagFields.tags(
                        deleted.stream().map(entries::get).filter(Objects::nonNull).toList());
        var urls =
                reader.byField(task.scope(), ContentKind.URLS, "entityId", deleted, "_id").stream()
                        .map(url -> String.valueOf(url.get("_id")))
                        .toList();
        return new Touched(deleted, urls, List.copyOf(tags), List.of());
    }

    @Override
    public void delete(ChunkRecord decided, Instant now) {
        var purgeAt = trash.until(now);
        writes.write(
                decided.entries(),
                now,
                new EntryWrites.Change(
                        CHANGE,
                        (entry, version) ->
                                entry.isDeleted()
                                        ? entry
                                        : entry.deleted(task.job(), version, now, purgeAt),
                        before -> trash.keepEntries(before, "", (_, _) -> true, now)));
    }
}
