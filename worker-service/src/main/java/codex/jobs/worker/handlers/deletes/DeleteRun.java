package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.worker.handlers.deletes.DeletePosition.Phase;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// One attempt at a delete, from its checkpoint on. First all ids that are meant go into the
/// ledger, so that what is created later is safe and every attempt means the same; then what must
/// stay is found; then the rest is deleted.
final class DeleteRun {

    private final TaskContext task;
    private final ChunkLedger ledger;
    private final Deletion deletion;
    private final DeleteChunks chunks;
    private final ErrorReport report;
    private final int atOnce;

    DeleteRun(
            TaskContext task,
            ChunkLedger ledger,
            Deletion deletion,
            DeleteChunks chunks,
            ErrorReport report,
            int atOnce) {
        this.task = task;
        this.ledger = ledger;
        this.deletion = deletion;
        this.chunks = chunks;
        this.report = report;
        this.atOnce = atOnce;
    }

    Outcome run() throws IOException {
        while (true) {
            var first = deletion.isSearched() ? Phase.SEARCH : Phase.SELECT;
            var position = DeletePosition.of(task.checkpoint().position(), first);
            switch (position.phase()) {
                case SEARCH -> search(position);
                case SELECT -> select(position);
                case GUARD -> guard(position);
                case SPREAD -> spread(position);
                case DELETE -> delete(position);
                case END -> {
                    return end(position);
                }
            }
        }
    }

    private void search(DeletePosition position) {
        var last = deletion.search(position.after());
        move(last.isEmpty() ? position.in(Phase.SELECT) : position.lookedAt(last));
    }

    private void select(DeletePosition position) {
        var decided = chunks.decided();
        if (decided.isPresent()) {
            chunks.report(decided.get());
            return;
        }
        var ids = deletion.select(position.after(), atOnce);
        if (ids.isEmpty()) {
            task.total(position.selected());
            move(position.in(deletion.isGuarded() ? Phase.GUARD : Phase.DELETE));
        } else {
            var next = position.selected(ids.getLast(), ids.size());
            var selected = new Touched(List.of(), List.of(), List.of(), ids);
            chunks.report(chunks.decide(next.asMap(), Counts.NONE, List.of(), 0, selected));
        }
    }

    private void guard(DeletePosition position) {
        var records = ledger.pendingFrom(task.task().id(), position.chunk(), 1);
        if (records.isEmpty()) {
            move(position.in(Phase.SPREAD));
        } else {
            var selected = records.getFirst();
            deletion.guard(selected.pending());
            move(position.behindChunk(selected.chunk()));
        }
    }

    private void spread(DeletePosition position) {
        var last = deletion.spread(position.round(), position.after());
        if (!last.isEmpty()) {
            move(position.lookedAt(last));
        } else if (deletion.hasRound(position.round() + 1)) {
            move(position.nextRound());
        } else {
            move(position.in(Phase.DELETE));
        }
    }

    private void delete(DeletePosition position) {
        var records = ledger.pendingFrom(task.task().id(), position.chunk(), 1);
        if (records.isEmpty()) {
            move(position.in(Phase.END));
            return;
        }
        var selected = records.getFirst();
        var before = chunks.decided();
        var decided = before.isPresent() ? before.get() : decided(position, selected);
        if (!task.job().dryRun()) {
            deletion.delete(decided, decided.plannedAt());
        }
        chunks.report(decided);
    }

    private ChunkRecord decided(DeletePosition position, ChunkRecord selected) {
        var plan = deletion.plan(selected.pending(), task.task().progress().processed());
        var counts =
                new Counts(
                        0, 0, plan.deleted().size(), plan.referenced() + plan.gone(), 0, 0, 0, 0);
        return chunks.decide(
                position.behindChunk(selected.chunk()).kept(plan.referenced()).asMap(),
                counts,
                plan.lines(),
                selected.pending().size(),
                plan.touched());
    }

    /// A chunk without things of its own.
    private void move(DeletePosition next) {
        chunks.report(chunks.decide(next.asMap(), Counts.NONE, List.of(), 0, Touched.NOTHING));
    }

    private Outcome end(DeletePosition position) throws IOException {
        var counts = task.counts();
        var before = Objects.requireNonNullElse(task.job().result().itemCount(), 0L);
        var result =
                JobResult.ofInput(
                        report.write(task.job(), task.task().id()),
                        before + position.selected(),
                        null);
        if (counts.items() != position.selected()) {
            return new Outcome.Failed(
                    "COUNT_MISMATCH",
                    "%s %s were meant, but %s were counted"
                            .formatted(position.selected(), deletion.things(), counts.items()),
                    false,
                    result);
        }
        task.log(
                LogType.INFO,
                (task.job().dryRun() ? "Dry run: deleted " : "Deleted ")
                        + counts.deleted()
                        + " "
                        + deletion.things());
        if (position.referenced() > 0) {
            task.log(
                    LogType.INFO,
                    "Skipped %s referenced %s".formatted(position.referenced(), deletion.things()));
        }
        return new Outcome.Completed(result);
    }
}
