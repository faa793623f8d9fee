package codex.jobs.stores.chunks;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What was decided for one chunk, stored before its writes. A chunk that is done again does the
/// same and says the same, whatever it has already changed.
///
/// @param id see [ChunkLedger]
/// @param plannedAt the time that the chunk's documents carry
/// @param position where the next chunk begins
/// @param processed items of this chunk, as they count for the progress
/// @param entries ids of touched entries, also deleted ones, or of touched assets where the task is
///   about assets; so `urls` and `tags`
/// @param pending ids of entries with references that are still to be resolved
/// @param pendingCount their number, to be searched for
/// @param unapplied items that do not change anything: done again, the chunk leaves them alone,
///   even if what it has written meanwhile would let them pass
/// @param files what was fetched for the chunk: done again, it uses the same
public record ChunkRecord(
        String id,
        OrganizationId organization,
        TaskId task,
        long chunk,
        Instant plannedAt,
        Map<String, String> position,
        Counts counts,
        List<ChunkLine> lines,
        long processed,
        List<String> entries,
        List<String> urls,
        List<String> tags,
        List<String> pending,
        int pendingCount,
        List<Long> unapplied,
        List<StoredFile> files) {

    public ChunkRecord {
        position = Map.copyOf(position);
        lines = List.copyOf(lines);
        entries = List.copyOf(entries);
        urls = List.copyOf(urls);
        tags = List.copyOf(tags);
        pending = List.copyOf(pending);
        unapplied = List.copyOf(unapplied);
        // absent from records of older versions
        files = files == null ? List.of() : List.copyOf(files);
    }

    /// The same chunk with what was fetched for it.
    public ChunkRecord with(List<StoredFile> fetched) {
        return new ChunkRecord(
                id,
                organization,
                task,
                chunk,
                plannedAt,
                position,
                counts,
                lines,
                processed,
                entries,
                urls,
                tags,
                pending,
                pendingCount,
                unapplied,
                fetched);
    }

    /// The ids of everything that one chunk touched.
    public record Touched(
            List<String> entries, List<String> urls, List<String> tags, List<String> pending) {

        public static final Touched NOTHING =
                new Touched(List.of(), List.of(), List.of(), List.of());
    }

    public static ChunkRecord of(
            OrganizationId organization,
            TaskId task,
            long chunk,
            Instant plannedAt,
            Map<String, String> position,
            Counts counts,
            List<ChunkLine> lines,
            long processed,
            Touched touched,
            List<Long> unapplied) {
        return new ChunkRecord(
                ChunkLedger.id(task, chunk),
                organization,
                task,
                chunk,
                plannedAt,
                position,
                counts,
                lines,
                processed,
                touched.entries(),
                touched.urls(),
                touched.tags(),
                touched.pending(),
                touched.pending().size(),
                unapplied,
                List.of());
    }
}
