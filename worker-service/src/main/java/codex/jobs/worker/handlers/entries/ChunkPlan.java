package codex.jobs.worker.handlers.entries;

import codex.jobs.model.job.Counts;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.EntryWrite;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one chunk will do and say. Filled by [ChunkPlanner].
final class ChunkPlan {

    final List<EntryWrite> writes = new ArrayList<>();
    final List<Map<String, Object>> versions = new ArrayList<>();
    final List<Map<String, Object>> urls = new ArrayList<>();
    final List<Map<String, Object>> tags = new ArrayList<>();
    final Set<String> freedUrls = new LinkedHashSet<>();
    final List<Item> deferred = new ArrayList<>();

    final List<ChunkLine> lines = new ArrayList<>();
    final Set<String> touchedEntries = new LinkedHashSet<>();
    final Set<String> touchedUrls = new LinkedHashSet<>();
    final Set<String> touchedTags = new LinkedHashSet<>();
    final Set<String> pending = new LinkedHashSet<>();

    long created;
    long updated;
    long deleted;
    long skipped;
    long failed;

    Counts counts() {
        return new Counts(created, updated, deleted, skipped, failed, 0, 0, 0);
    }

    Touched touched() {
        return new Touched(
                List.copyOf(touchedEntries),
                List.copyOf(touchedUrls),
                List.copyOf(touchedTags),
                List.copyOf(pending));
    }
}
