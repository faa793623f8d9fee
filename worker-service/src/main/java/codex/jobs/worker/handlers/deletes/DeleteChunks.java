package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.job.Counts;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.TaskContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chunks of a delete in the ledger: what was decided for one is stored before anything is
/// deleted, and rules if the chunk is done again.
final class DeleteChunks {

    private final TaskContext task;
    private final ChunkLedger ledger;
    private final InstantSource clock;

    DeleteChunks(TaskContext task, ChunkLedger ledger, InstantSource clock) {
        this.task = task;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What was decided for the next chunk, if it was.
    Optional<ChunkRecord> decided() {
        return ledger.find(task.task().id(), task.checkpoint().chunksDone());
    }

    /// Stores what is decided for the next chunk, unless it was before.
    ///
    /// @return what rules
    ChunkRecord decide(
            Map<String, String> next,
            Counts counts,
            List<ChunkLine> lines,
            long processed,
            Touched touched) {
        var number = task.checkpoint().chunksDone();
        return ledger.putIfAbsent(
                ChunkRecord.of(
                        task.organization(),
                        task.task().id(),
                        number,
                        clock.instant(),
                        next,
                        counts,
                        lines,
                        processed,
                        touched,
                        List.of()));
    }

    /// Hands over the chunk's lines and moves the checkpoint behind it.
    void report(ChunkRecord record) {
        task.chunkDone(
                new ChunkReport(
                        record.chunk(),
                        record.position(),
                        record.counts(),
                        record.lines().stream().map(DeleteChunks::line).toList(),
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
}
