package codex.jobs.worker.handlers.assets;

import codex.jobs.model.job.Counts;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.AssetWrite;
import java.util.List;

/// What a chunk is going to do and say.
///
/// @param unapplied items that fail or are skipped
record AssetPlan(
        List<AssetWrite> writes, Counts counts, List<ChunkLine> lines, List<Long> unapplied) {

    List<String> ids() {
        return writes.stream().map(write -> String.valueOf(write.asset().get("_id"))).toList();
    }
}
