package codex.jobs.worker.handlers.entries;

import codex.jobs.model.job.Counts;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.stores.content.UrlRelease;
import codex.jobs.worker.handlers.items.ReadItem;
import java.util.List;
import java.util.Map;

/// What a chunk is going to do and say.
///
/// @param waiting items that are tried again once the others are there
/// @param unapplied items that fail, are skipped or wait
/// @param hasGenerated whether an item brought values that are generated here
record ChunkPlan(
        Counts counts,
        List<ChunkLine> lines,
        List<ReadItem.Whole> waiting,
        List<Map<String, Object>> tags,
        List<UrlRelease> urlReleases,
        List<Map<String, Object>> urls,
        List<Map<String, Object>> versions,
        List<EntryWrite> entries,
        Touched touched,
        List<Long> unapplied,
        boolean hasGenerated) {}
