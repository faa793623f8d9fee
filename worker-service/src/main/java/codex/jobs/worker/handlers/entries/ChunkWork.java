package codex.jobs.worker.handlers.entries;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.DeferredItem;
import codex.jobs.worker.handlers.items.FailedItems;
import codex.jobs.worker.handlers.items.ReadItem;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.TaskContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Does one chunk so that it can be done again after a crash between any two of its statements:
///
/// 1. what was decided goes into the ledger; if the chunk has a record already, that one rules;
/// 2. tags, addresses, versions and, last of an entry, the entry itself with its stamp;
/// 3. the record is reported, which moves the checkpoint.
///
/// Done again, entries with the stamp are left alone and the others are planned from the state they
/// had before, at the recorded time. Counts and lines are always those of the record.
final class ChunkWork {

    static final int TRIES = 5;

    private final TaskContext task;
    private final ChunkLedger ledger;
    private final ChunkWrites writes;
    private final EntryPlanner planner;
    private final InstantSource clock;

    ChunkWork(
            TaskContext task,
            ChunkLedger ledger,
            ChunkWrites writes,
            EntryPlanner planner,
            InstantSource clock) {
        this.task = task;
        this.ledger = ledger;
        this.writes = writes;
        this.planner = planner;
        this.clock = clock;
    }

    /// Imports these items and reports the chunk.
    ///
    /// @param round into which items go that have to wait
    /// @param next the position behind the chunk
    /// @return how many items still wait
    int run(List<ReadItem> items, int round, ImportPosition next, boolean isLastChance)
            throws InterruptedException {
        var number = task.checkpoint().chunksDone();
        var now = clock.instant();
        var plan = planner.plan(items, number, now, isLastChance);
        var waiting = plan.waiting().size();
        ledger.defer(deferred(plan.waiting(), round));
        var record = ledger.putIfAbsent(record(plan, number, now, items.size() - waiting, next));
        var applied = new ArrayList<>(items);
        applied.removeIf(item -> record.unapplied().contains(item.index()));
        if (!record.plannedAt().equals(now)) {
            plan = planner.plan(applied, number, record.plannedAt(), isLastChance);
        }
        for (var tries = 1; !writes.write(plan); tries++) {
            if (tries == TRIES) {
                throw new IllegalStateException("Entries change faster than they are written");
            }
            plan = planner.plan(applied, number, record.plannedAt(), isLastChance);
        }
        report(record);
        return items.size() - (int) record.processed();
    }

    private List<DeferredItem> deferred(List<ReadItem.Whole> waiting, int round) {
        return waiting.stream()
                .map(item ->
                        DeferredItem.of(
                                task.organization(),
                                taskId(),
                                round,
                                item.index(),
                                new String(item.json(), StandardCharsets.UTF_8)))
                .toList();
    }

    private ChunkRecord record(
            ChunkPlan plan, long number, Instant now, int processed, ImportPosition next) {
        var lines = new ArrayList<>(plan.lines());
        if (plan.hasGenerated() && !next.isNoted()) {
            lines.addFirst(
                    new ChunkLine(
                            LogType.INFO,
                            "GENERATED_IGNORED",
                            "versionId and metrics of the file are not imported: they are generated",
                            null,
                            null,
                            null,
                            null));
        }
        return ChunkRecord.of(
                task.organization(),
                taskId(),
                number,
                now,
                next.noted(plan.hasGenerated()).progressed(processed > 0).asMap(),
                plan.counts(),
                lines,
                processed,
                plan.touched(),
                plan.unapplied());
    }

    /// Records a chunk that has no items of its own; a record that exists already rules.
    ChunkRecord store(
            long number, ImportPosition next, List<ChunkLine> lines, ChunkRecord.Touched touched) {
        return ledger.putIfAbsent(
                ChunkRecord.of(
                        task.organization(),
                        taskId(),
                        number,
                        clock.instant(),
                        next.asMap(),
                        Counts.NONE,
                        lines,
                        0,
                        touched,
                        List.of()));
    }

    /// Records the beginning of another pass, which takes back the items that failed.
    ChunkRecord store(long number, ImportPosition next, FailedItems failed) {
        return ledger.putIfAbsent(
                ChunkRecord.of(
                        task.organization(),
                        taskId(),
                        number,
                        clock.instant(),
                        next.asMap(),
                        failed.takenBack(),
                        List.of(),
                        -failed.count(),
                        ChunkRecord.Touched.NOTHING,
                        List.of()));
    }

    /// Hands over the chunk's lines and moves the checkpoint behind it.
    void report(ChunkRecord record) {
        task.chunkDone(
                new ChunkReport(
                        record.chunk(),
                        record.position(),
                        record.counts(),
                        record.lines().stream().map(ChunkWork::line).toList(),
                        record.processed()));
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

    private TaskId taskId() {
        return task.task().id();
    }
}
