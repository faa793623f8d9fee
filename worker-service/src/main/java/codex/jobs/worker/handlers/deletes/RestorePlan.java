package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.job.Counts;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import java.util.List;

/// What a chunk is going to bring back, and to say.
record RestorePlan(Counts counts, List<ChunkLine> lines, Touched touched) {}
