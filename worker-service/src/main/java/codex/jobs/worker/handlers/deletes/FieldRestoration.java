package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.content.FieldValidations;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the values of a field back into the entries, and then the field into its model, so that
/// readers see all of them at once. An entry that has got a value since keeps it.
final class FieldRestoration implements Restoration {

    private static final int TRIES = 5;

    private final TaskContext task;
    private final JobSpec.DeleteField spec;
    private final ContentField field;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final EntryWrites writes;
    private final Addresses addresses;

    FieldRestoration(
            TaskContext task,
            JobSpec.DeleteField spec,
            ContentReader reader,
            ContentWriter writer) {
        this.task = task;
        this.spec = spec;
        this.field =
                new ContentField(
                        spec.fieldAlias(),
                        spec.fieldAlias(),
                        spec.fieldType(),
                        false,
                        FieldValidations.NONE);
        this.reader = reader;
        this.writer = writer;
        this.writes = new EntryWrites(task, reader, writer);
        this.addresses = new Addresses(task.scope(), reader, writer);
    }

    @Override
    public ContentKind kind() {
        return ContentKind.ENTRIES;
    }

    @Override
    public String[] fields() {
        return new String[] {
            "id", "urls", "document._id", "document.system", "document.content." + field.alias()
        };
    }

    @Override
    public Optional<Outcome> refused() {
        var model = model();
        if (model.isEmpty()) {
            return Optional.of(
                    Outcome.Failed.forGood("MODEL_NOT_FOUND", "The model is not there any more"));
        }
        var isThere = model.get().field(field.alias()).isPresent();
        return isThere && isDeleted() ? Optional.of(taken()) : Optional.empty();
    }

    private boolean isDeleted() {
        return reader.deletedField(task.scope(), spec.model(), field.alias()).isPresent();
    }

    private static Outcome taken() {
        return Outcome.Failed.forGood("FIELD_EXISTS", "The model has a new field of this name");
    }

    private Optional<ContentModel> model() {
        return reader.modelByIdOrAlias(task.scope(), spec.model());
    }

    @Override
    public RestorePlan plan(List<TrashCopy> copies, long first) {
        var now = new HashMap<String, StoredEntry>();
        var ids = copies.stream().map(TrashCopy::id).toList();
        var read = new String[] {"_id", "system", "content." + field.alias()};
        reader.byIds(task.scope(), ContentKind.ENTRIES, ids, read).stream()
                .map(StoredEntry::new)
                .forEach(entry -> now.put(entry.id(), entry));
        var numbers = new HashMap<String, Long>();
        var restored = new ArrayList<TrashCopy>();
        var lines = new ArrayList<ChunkLine>();
        for (var copy : copies) {
            var number = first + numbers.size();
            numbers.put(copy.id(), number);
            var entry = now.get(copy.id());
            if (entry != null && !hasValue(entry)) {
                restored.add(copy);
            } else {
                lines.add(
                        new ChunkLine(
                                LogType.WARNING,
                                "CHANGED_SINCE",
                                entry == null
                                        ? "The entry is not there any more"
                                        : "The entry has another value by now",
                                number,
                                copy.id(),
                                copy.entry().externalId(),
                                null));
            }
        }
        lines.addAll(addresses.complaints(restored, numbers));
        var skipped = copies.size() - restored.size();
        return new RestorePlan(
                new Counts(0, restored.size(), 0, skipped, 0, 0, 0, 0), lines, touched(restored));
    }

    private boolean hasValue(StoredEntry entry) {
        return entry.content().containsKey(field.alias());
    }

    private Touched touched(List<TrashCopy> restored) {
        var tags = new LinkedHashSet<String>();
        if (field.type() == FieldType.TAG) {
            restored.forEach(copy -> tags.addAll(copy.entry().tagsIn(field.alias())));
        }
        return new Touched(
                restored.stream().map(TrashCopy::id).toList(),
                addresses.free(restored),
                List.copyOf(tags),
                List.of());
    }

    @Override
    public void restore(List<TrashCopy> copies, Instant now) {
        var model = model().orElseThrow();
        var byId = new HashMap<String, TrashCopy>();
        copies.forEach(copy -> byId.put(copy.id(), copy));
        writes.write(
                copies.stream().map(TrashCopy::id).toList(),
                now,
                new EntryWrites.Change(
                        "restore " + field.alias(),
                        (entry, version) -> restored(entry, version, byId, model, now),
                        before -> addresses.giveBack(EntryRestoration.of(before, byId))));
    }

    private StoredEntry restored(
            StoredEntry entry,
            String version,
            Map<String, TrashCopy> copies,
            ContentModel model,
            Instant now) {
        var copy = copies.get(entry.id());
        var value = copy == null ? null : copy.entry().content().get(field.alias());
        return value == null || hasValue(entry)
                ? entry
                : entry.with(field, value, model, now, task.job(), version);
    }

    @Override
    public Optional<Outcome> end() {
        var change = new LinkedHashMap<String, Object>();
        change.put("versionId", ContentId.version(task.job().id(), spec.model(), "model"));
        change.put("updatedAt", task.job().createdAt());
        for (var tries = 1; tries <= TRIES; tries++) {
            if (refused().isPresent()) {
                return refused();
            }
            if (writer.showField(task.scope(), spec.model(), field.alias(), change)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                Outcome.Failed.forGood("FIELD_NOT_FOUND", "The model has lost the field for good"));
    }

    @Override
    public String done(long count) {
        return "Restored field %s of %s entries".formatted(field.alias(), count);
    }
}
