package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskId;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.DeferredItem;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Takes chunks of items through: check, look up, plan, record, write, report. The record is stored
/// before the writes, and what a chunk has written carries its stamp: done again, it writes only
/// what is missing, and counts and says what it did the first time.
final class Chunks {

    static final int SIZE = 500;

    /// Entries may be changed by others between being read and being replaced.
    private static final int MAX_TRIES = 5;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TaskContext task;
    private final JobSpec.ImportEntries spec;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final InstantSource clock;
    private final SystemRules systemRules;
    private final Map<String, Optional<ContentModel>> models = new HashMap<>();
    private final Map<String, Boolean> sites = new HashMap<>();

    /// Only the first chunk of an attempt can have been begun by an earlier one.
    private boolean mayBeRecorded = true;

    Chunks(
            TaskContext task,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            InstantSource clock) {
        this.task = task;
        this.spec = (JobSpec.ImportEntries) task.job().spec();
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.clock = clock;
        this.systemRules =
                new SystemRules(
                        spec.siteId(),
                        spec.model(),
                        id -> sites.computeIfAbsent(id, this::siteExists),
                        name -> models.computeIfAbsent(name, this::model),
                        clock.instant());
    }

    boolean hasTooManyErrors() {
        var max = spec.maxErrors();
        return max != null && task.counts().failed() > max;
    }

    TaskId task() {
        return task.task().id();
    }

    /// The number of the next chunk.
    long next() {
        return task.checkpoint().chunksDone();
    }

    /// Does one chunk to its end.
    ///
    /// @param after where to go on, given the number of items that were decided
    /// @return the position that was stored
    Position process(List<Item> items, int round, boolean isLast, LongFunction<Position> after) {
        var record = recorded();
        for (var tries = 1; ; tries++) {
            var now = record == null ? clock.instant() : record.plannedAt();
            var plan = plan(items, isLast, now);
            if (record == null) {
                defer(plan.deferred, round + 1);
                record = record(plan, items.size(), now, after);
            }
            if (spec.dryRun() || written(plan)) {
                report(record);
                return Position.of(record.position());
            }
            if (tries == MAX_TRIES) {
                throw new IllegalStateException("Entries are changed by others all the time");
            }
        }
    }

    /// What an earlier attempt has decided for the next chunk.
    @Nullable ChunkRecord recorded() {
        if (!mayBeRecorded) {
            return null;
        }
        mayBeRecorded = false;
        return ledger.find(task.task().id(), next()).orElse(null);
    }

    void report(ChunkRecord record) {
        task.chunkDone(
                new ChunkReport(
                        record.chunk(),
                        record.position(),
                        record.counts(),
                        record.lines().stream().map(Chunks::line).toList(),
                        record.processed()));
    }

    private ChunkPlan plan(List<Item> items, boolean isLast, Instant now) {
        var drafts = items.stream().map(this::checked).toList();
        var found = Surroundings.of(reader, task.scope(), drafts);
        return new ChunkPlanner(task.job(), next(), isLast, found, now).plan(drafts);
    }

    private Draft checked(Item item) {
        var draft = new Draft(item);
        for (var problem : item.problems()) {
            draft.findings.refuse(problem.code(), problem.message(), problem.path());
        }
        if (item.problems().isEmpty()) {
            systemRules.check(draft);
            ContentRules.check(draft);
        } else if (item.json().get("id") instanceof String id) {
            draft.externalId = id;
        }
        return draft;
    }

    private ChunkRecord record(
            ChunkPlan plan, int items, Instant now, LongFunction<Position> after) {
        var decided = items - plan.deferred.size();
        return ledger.putIfAbsent(
                ChunkRecord.of(
                        task.organization(),
                        task.task().id(),
                        next(),
                        now,
                        after.apply(decided).stored(),
                        plan.counts(),
                        plan.lines,
                        decided,
                        plan.touched()));
    }

    /// Entries last: they carry the stamp by which a repeated chunk knows that all is done.
    private boolean written(ChunkPlan plan) {
        var scope = task.scope();
        writer.insertMissing(scope, ContentKind.TAGS, plan.tags);
        writer.delete(scope, ContentKind.URLS, plan.freedUrls);
        writer.insertMissing(scope, ContentKind.URLS, plan.urls);
        writer.insertMissing(scope, ContentKind.ENTRY_VERSIONS, plan.versions);
        return writer.writeEntries(scope, plan.writes) == 0;
    }

    private void defer(List<Item> items, int round) {
        ledger.defer(
                items.stream()
                        .map(item ->
                                DeferredItem.of(
                                        task.organization(),
                                        task.task().id(),
                                        round,
                                        item.index(),
                                        JSON.writeValueAsString(item.json())))
                        .toList());
    }

    private boolean siteExists(String id) {
        return reader.siteExists(task.scope(), id);
    }

    private Optional<ContentModel> model(String name) {
        var model = reader.modelByIdOrAlias(task.scope(), name);
        if (!spec.dryRun()) {
            model.stream()
                    .flatMap(known -> known.fields().values().stream())
                    .filter(field -> field.validations().isUnique())
                    .forEach(field -> writer.prepareUnique(task.scope(), field.alias()));
        }
        return model;
    }

    private static ItemLine line(ChunkLine line) {
        return new ItemLine(
                line.type(),
                line.code(),
                line.message(),
                line.itemIndex(),
                line.itemId(),
                line.externalId(),
                line.path());
    }
}
