package codex.jobs.worker.runtime;

import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import java.util.List;
import java.util.Map;

/// A chunk is done and its writes are stored.
///
/// @param chunk number of the chunk, counted from 0 over the whole task; the checkpoint becomes
///   `chunk + 1`
/// @param position where the next chunk begins; a few short strings
/// @param counts items of this chunk only; lines are counted from `lines`, so its line counts are
///   not looked at. Where items that were counted before are taken back because they are done once
///   more, they are negative, and so are their errors, which become warnings
/// @param lines about items of this chunk, the same ones if the chunk is done again
/// @param processed items of this chunk, as they count for the progress
public record ChunkReport(
        long chunk,
        Map<String, String> position,
        Counts counts,
        List<ItemLine> lines,
        long processed) {

    public ChunkReport {
        if (chunk < 0 || (processed < 0 && counts.failed() != processed)) {
            throw new IllegalArgumentException("Chunks and items are counted from 0");
        }
        position = Map.copyOf(position);
        lines = List.copyOf(lines);
    }

    /// Items and lines of this chunk.
    Counts counted() {
        return new Counts(
                counts.created(),
                counts.updated(),
                counts.deleted(),
                counts.skipped(),
                counts.failed(),
                lines.size(),
                linesOf(LogType.WARNING) - errorsTakenBack(),
                linesOf(LogType.ERROR) + errorsTakenBack());
    }

    private long errorsTakenBack() {
        return Math.min(0, counts.errors());
    }

    private long linesOf(LogType type) {
        return lines.stream().filter(line -> line.type() == type).count();
    }
}
