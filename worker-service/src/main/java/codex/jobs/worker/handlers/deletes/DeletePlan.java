package codex.jobs.worker.handlers.deletes;

import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import java.util.List;

/// What a chunk is going to do and say.
///
/// @param deleted ids of the things that go
/// @param referenced how many stay because others need them
/// @param gone how many somebody else has deleted meanwhile
record DeletePlan(
        List<String> deleted, long referenced, long gone, List<ChunkLine> lines, Touched touched) {}
