package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.content.FieldValidations;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Takes a field out of a model, so that nobody sees it any more, and then its values out of the
/// entries that have some.
final class FieldPurge {

    private static final int TRIES = 5;

    private final TaskContext task;
    private final JobSpec.DeleteField spec;
    private final ContentField field;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final DeleteChunks chunks;
    private final ErrorReport report;
    private final EntryWrites writes;
    private final Trash trash;
    private final int atOnce;

    FieldPurge(
            TaskContext task,
            JobSpec.DeleteField spec,
            ContentReader reader,
            ContentWriter writer,
            Trash trash,
            DeleteChunks chunks,
            ErrorReport report,
            int atOnce) {
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
        this.chunks = chunks;
        this.report = report;
        this.atOnce = atOnce;
        this.writes = new EntryWrites(task, reader, writer);
        this.trash = trash;
    }

    Outcome run() throws IOException {
        if (reader.modelByIdOrAlias(task.scope(), spec.model()).isEmpty()) {
            return Outcome.Failed.forGood("MODEL_NOT_FOUND", "The model is not there any more");
        }
        var alias = field.alias();
        if (reader.neededFields(task.scope(), spec.model()).contains(alias)) {
            return Outcome.Failed.forGood("FIELD_STILL_IN_USE", "The model needs the field by now");
        }
        if (task.checkpoint().chunksDone() == 0) {
            task.total(reader.countHolding(task.scope(), spec.model(), spec.siteId(), alias));
            if (!spec.dryRun() && !hide()) {
                return Outcome.Failed.forGood(
                        "FIELD_NOT_FOUND", "The model has no such field any more");
            }
        }
        while (!task.checkpoint().position().containsKey("end")) {
            next();
        }
        return end();
    }

    private boolean hide() {
        var change = new LinkedHashMap<String, Object>();
        change.put("versionId", ContentId.version(task.job().id(), spec.model(), "model"));
        change.put("updatedAt", task.job().createdAt());
        for (var tries = 1; tries <= TRIES; tries++) {
            if (writer.hideField(task.scope(), spec.model(), field.alias(), change)) {
                return true;
            }
        }
        return false;
    }

    private void next() {
        var before = chunks.decided();
        var decided = before.isPresent() ? before.get() : decided();
        if (!spec.dryRun()) {
            purge(decided, decided.plannedAt());
        }
        chunks.report(decided);
    }

    private ChunkRecord decided() {
        var after = task.checkpoint().position().getOrDefault("after", "");
        var entries =
                reader
                        .holding(
                                task.scope(),
                                spec.model(),
                                spec.siteId(),
                                field.alias(),
                                after,
                                atOnce)
                        .stream()
                        .map(StoredEntry::new)
                        .toList();
        if (entries.isEmpty()) {
            return chunks.decide(
                    Map.of("after", after, "end", "1"), Counts.NONE, List.of(), 0, Touched.NOTHING);
        }
        return chunks.decide(
                Map.of("after", entries.getLast().id()),
                new Counts(0, entries.size(), 0, 0, 0, 0, 0, 0),
                List.of(),
                entries.size(),
                touched(entries));
    }

    private Touched touched(List<StoredEntry> entries) {
        var urls = new LinkedHashSet<String>();
        var tags = new LinkedHashSet<String>();
        for (var entry : entries) {
            if (field.type() == FieldType.TAG) {
                tags.addAll(entry.tagsIn(field.alias()));
            } else if (field.type() == FieldType.URL
                    && entry.content().get(field.alias()) instanceof String url) {
                urls.add(ContentId.url(entry.siteId(), url));
            }
        }
        return new Touched(
                entries.stream().map(StoredEntry::id).toList(),
                List.copyOf(urls),
                List.copyOf(tags),
                List.of());
    }

    private void purge(ChunkRecord decided, Instant now) {
        var model = reader.modelByIdOrAlias(task.scope(), spec.model()).orElseThrow();
        writes.write(
                decided.entries(),
                now,
                new EntryWrites.Change(
                        change(field.alias()),
                        (entry, version) ->
                                entry.content().containsKey(field.alias())
                                        ? entry.without(field, model, now, task.job(), version)
                                        : entry,
                        before -> trash.keepEntries(before, field.alias(), this::isFreed, now)));
    }

    private boolean isFreed(StoredEntry entry, Map<String, Object> url) {
        return field.type() == FieldType.URL
                && url.get("url") instanceof String path
                && path.equals(entry.content().get(field.alias()));
    }

    /// The name of what is done to an entry, for its version.
    static String change(String alias) {
        return "field " + alias;
    }

    private Outcome end() throws IOException {
        var counts = task.counts();
        task.log(
                LogType.INFO,
                "%semoved field %s from %s entries"
                        .formatted(
                                spec.dryRun() ? "Dry run: r" : "R",
                                field.alias(),
                                counts.updated()));
        var errors = report.write(task.job(), task.task().id());
        return new Outcome.Completed(JobResult.ofInput(errors, counts.items(), null));
    }
}
