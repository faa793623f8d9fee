package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One attempt at bringing back what a job has deleted of one kind, from its checkpoint on.
final class RestoreRun {

    /// So few that the largest documents fit into memory.
    private static final int AT_ONCE = 100;

    private static final String AFTER = "after";
    private static final String END = "end";

    private final TaskContext task;
    private final JobId undone;
    private final Restoration restoration;
    private final ContentReader reader;
    private final DeleteChunks chunks;
    private final ErrorReport report;
    private final int page;

    /// @param page how many things a chunk has
    RestoreRun(
            TaskContext task,
            JobId undone,
            Restoration restoration,
            ContentReader reader,
            DeleteChunks chunks,
            ErrorReport report,
            int page) {
        this.task = task;
        this.undone = undone;
        this.restoration = restoration;
        this.reader = reader;
        this.chunks = chunks;
        this.report = report;
        this.page = page;
    }

    Outcome run() throws IOException {
        if (task.checkpoint().chunksDone() == 0) {
            task.total(reader.countTrash(task.scope(), undone, restoration.kind()));
        }
        Optional<Outcome> refused = restoration.refused();
        while (refused.isEmpty() && !task.checkpoint().position().containsKey(END)) {
            next();
        }
        if (refused.isEmpty()) {
            refused = restoration.end();
        }
        return refused.isPresent() ? refused.get() : end();
    }

    private void next() {
        var before = chunks.decided();
        var decided = before.isPresent() ? before.get() : decided();
        var ids = Removal.decided(restoration.kind(), decided);
        for (var from = 0; from < ids.size(); from += AT_ONCE) {
            restoration.restore(
                    copies(ids.subList(from, Math.min(from + AT_ONCE, ids.size()))),
                    decided.plannedAt());
        }
        chunks.report(decided);
    }

    private List<TrashCopy> copies(List<String> ids) {
        var kind = restoration.kind();
        var keys = ids.stream().map(id -> ContentReader.trashKey(undone, kind, id)).toList();
        return reader.byIds(task.scope(), ContentKind.TRASH, keys).stream()
                .map(TrashCopy::of)
                .toList();
    }

    private ChunkRecord decided() {
        var after = task.checkpoint().position().getOrDefault(AFTER, "");
        var copies =
                reader
                        .trash(
                                task.scope(),
                                undone,
                                restoration.kind(),
                                after,
                                page,
                                restoration.fields())
                        .stream()
                        .map(TrashCopy::of)
                        .toList();
        if (copies.isEmpty()) {
            return chunks.decide(
                    Map.of(AFTER, after, END, "1"), Counts.NONE, List.of(), 0, Touched.NOTHING);
        }
        var plan = restoration.plan(copies, task.task().progress().processed());
        return chunks.decide(
                Map.of(AFTER, copies.getLast().id()),
                plan.counts(),
                plan.lines(),
                copies.size(),
                plan.touched());
    }

    private Outcome end() throws IOException {
        var counts = task.counts();
        task.log(LogType.INFO, restoration.done(counts.created() + counts.updated()));
        if (counts.skipped() > 0) {
            task.log(LogType.INFO, "Skipped %s that stay as they are".formatted(counts.skipped()));
        }
        var before = Objects.requireNonNullElse(task.job().result().itemCount(), 0L);
        return new Outcome.Completed(
                JobResult.ofInput(
                        report.write(task.job(), task.task().id()), before + counts.items(), null));
    }
}
