package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes assets or authors, which belong to no site: those that entries of the site or model use,
/// and no other entry does. Who uses what is found in one walk over all entries; what was found is
/// noted in the ledger.
final class SharedDeletion implements Deletion {

    private static final int PAGE = 500;

    /// Used by the site or model.
    private static final String OWN = "own/";

    /// Used by others.
    private static final String ELSEWHERE = "elsewhere/";

    /// Used by entries that stay.
    private static final String DANGLING = "dangling/";

    /// Needed by entries that stay.
    private static final String NEEDED = "needed/";

    private final TaskContext task;
    private final JobSpec.DeleteThings spec;
    private final ContentKind kind;
    private final ContentReader reader;
    private final ChunkLedger ledger;
    private final Removal removal;
    private final Map<String, Uses> uses = new HashMap<>();
    private final String[] fields;

    /// Which fields of a model use them, and which of these must have a value.
    private record Uses(List<String> fields, Set<String> required) {

        static final Uses NONE = new Uses(List.of(), Set.of());
    }

    SharedDeletion(
            TaskContext task,
            JobSpec.DeleteThings spec,
            ContentDeletion which,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            Trash trash) {
        this.task = task;
        this.spec = spec;
        this.kind = which.kind();
        this.reader = reader;
        this.ledger = ledger;
        this.removal = new Removal(task, kind, reader, writer, trash);
        var read = new LinkedHashSet<>(List.of("_id", "system"));
        for (var model : reader.models(task.scope())) {
            var found = usesIn(model);
            uses.put(model.id(), found);
            found.fields().forEach(alias -> read.add("content." + alias));
        }
        this.fields = read.toArray(String[]::new);
    }

    private Uses usesIn(ContentModel model) {
        var types =
                kind == ContentKind.AUTHORS
                        ? Set.of(FieldType.AUTHOR)
                        : Set.of(FieldType.MEDIA, FieldType.RICH_CONTENT);
        var aliases = new ArrayList<String>();
        var required = new LinkedHashSet<String>();
        for (var field : model.fields().values()) {
            if (types.contains(field.type())) {
                aliases.add(field.alias());
                if (field.validations().isRequired() && field.type() != FieldType.RICH_CONTENT) {
                    required.add(field.alias());
                }
            }
        }
        return new Uses(aliases, required);
    }

    @Override
    public ContentKind kind() {
        return kind;
    }

    @Override
    public boolean isSearched() {
        return true;
    }

    @Override
    public String search(String after) {
        var page = reader.all(task.scope(), ContentKind.ENTRIES, after, PAGE, fields);
        var notes = new LinkedHashSet<String>();
        for (var document : page) {
            note(new StoredEntry(document), notes);
        }
        ledger.keep(task.organization(), task.task().id(), 0, notes);
        return page.isEmpty() ? "" : String.valueOf(page.getLast().get("_id"));
    }

    /// A deleted entry uses nothing any more, but tells what was the site's.
    private void note(StoredEntry entry, Set<String> notes) {
        var used = uses.getOrDefault(entry.modelId(), Uses.NONE);
        for (var alias : used.fields()) {
            for (var id : ids(entry.content().get(alias))) {
                if (isMeant(entry)) {
                    notes.add(OWN + id);
                }
                if (!entry.isDeleted()) {
                    notes.add((isMeant(entry) ? DANGLING : ELSEWHERE) + id);
                    if (used.required().contains(alias)) {
                        notes.add(NEEDED + id);
                    }
                }
            }
        }
    }

    private boolean isMeant(StoredEntry entry) {
        return (spec.siteId() == null || spec.siteId().equals(entry.siteId()))
                && (spec.model() == null || spec.model().equals(entry.modelId()));
    }

    /// All ids that lie in a value, however deep: blocks of rich content hold them anywhere.
    private static Set<String> ids(@Nullable Object value) {
        var ids = new LinkedHashSet<String>();
        addIds(value, ids);
        return ids;
    }

    private static void addIds(@Nullable Object value, Set<String> ids) {
        switch (value) {
            case Map<?, ?> map -> {
                if (map.get("id") instanceof String id) {
                    ids.add(id);
                }
                map.values().forEach(inner -> addIds(inner, ids));
            }
            case Collection<?> list -> list.forEach(inner -> addIds(inner, ids));
            case null, default -> {}
        }
    }

    /// Not those that are used elsewhere: they are not the site's.
    @Override
    public List<String> select(String after, int limit) {
        var last = OWN + after;
        while (true) {
            var notes = ledger.keptIn(task.task().id(), 0, last, limit);
            var own =
                    notes.stream()
                            .filter(note -> note.startsWith(OWN))
                            .map(note -> note.substring(OWN.length()))
                            .toList();
            var elsewhere = noted(ELSEWHERE, own);
            var meant = own.stream().filter(id -> !elsewhere.contains(id)).toList();
            var there = removal.there(meant);
            if (!there.isEmpty() || own.size() < limit) {
                return there;
            }
            last = notes.getLast();
        }
    }

    private Set<String> noted(String what, Collection<String> ids) {
        var notes = ledger.kept(task.task().id(), ids.stream().map(id -> what + id).toList());
        var found = new LinkedHashSet<String>();
        notes.forEach(note -> found.add(note.substring(what.length())));
        return found;
    }

    @Override
    public DeletePlan plan(List<String> ids, long first) {
        var there = removal.there(ids);
        var needed = spec.force() ? Set.<String>of() : noted(NEEDED, there);
        var dangling = noted(DANGLING, there);
        var deleted = there.stream().filter(id -> !needed.contains(id)).toList();
        var lines = new ArrayList<ChunkLine>();
        for (var i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            if (needed.contains(id)) {
                lines.add(
                        line(
                                LogType.ERROR,
                                "REFERENCED",
                                "Not deleted: entries need it",
                                first + i,
                                id));
            } else if (dangling.contains(id)) {
                lines.add(
                        line(
                                LogType.WARNING,
                                "DANGLING_REFERENCES",
                                "Entries still refer to it",
                                first + i,
                                id));
            }
        }
        return new DeletePlan(
                deleted,
                there.size() - deleted.size(),
                ids.size() - there.size(),
                lines,
                removal.touched(deleted));
    }

    private static ChunkLine line(
            LogType type, String code, String message, long number, String id) {
        return new ChunkLine(type, code, message, number, id, null, null);
    }

    @Override
    public void delete(ChunkRecord decided, Instant now) {
        removal.remove(decided, now);
    }
}
