package codex.jobs.worker.handlers.search;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexDocument;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Brings an index up to date with what the job's first task has touched, chunk by chunk of its
/// ledger: what exists is indexed, what does not or is deleted is taken out.
public final class Reindex implements TaskHandler {

    private final ContentReader reader;
    private final ChunkLedger ledger;
    private final IndexWriter writer;
    private final SearchIndex index;
    private final ContentKind kind;
    private final Function<ChunkRecord, List<String>> touched;

    /// A chunk that the index has.
    private record Indexed(long chunk, int documents, Set<String> refused) {}

    private Reindex(
            ContentReader reader,
            ChunkLedger ledger,
            IndexWriter writer,
            SearchIndex index,
            ContentKind kind,
            Function<ChunkRecord, List<String>> touched) {
        this.reader = reader;
        this.ledger = ledger;
        this.writer = writer;
        this.index = index;
        this.kind = kind;
        this.touched = touched;
    }

    public static Reindex entries(ContentReader reader, ChunkLedger ledger, IndexWriter writer) {
        return new Reindex(
                reader,
                ledger,
                writer,
                SearchIndex.ENTRIES,
                ContentKind.ENTRIES,
                ChunkRecord::entries);
    }

    public static Reindex urls(ContentReader reader, ChunkLedger ledger, IndexWriter writer) {
        return new Reindex(
                reader, ledger, writer, SearchIndex.URLS, ContentKind.URLS, ChunkRecord::urls);
    }

    public static Reindex tags(ContentReader reader, ChunkLedger ledger, IndexWriter writer) {
        return new Reindex(
                reader, ledger, writer, SearchIndex.TAGS, ContentKind.TAGS, ChunkRecord::tags);
    }

    /// Assets, which share their index with other kinds.
    public static Reindex assets(ContentReader reader, ChunkLedger ledger, IndexWriter writer) {
        return new Reindex(
                reader,
                ledger,
                writer,
                SearchIndex.GENERAL,
                ContentKind.ASSETS,
                ChunkRecord::entries);
    }

    @Override
    public Outcome run(TaskContext task) throws InterruptedException {
        var done = task.task().progress().processed();
        if (!task.job().dryRun()) {
            done += index(task);
        }
        task.log(LogType.INFO, "Indexed " + done + " " + kind.slug().replace("url", "URL"));
        return Outcome.Completed.WITHOUT_RESULT;
    }

    /// Answers how many documents it has looked at.
    private long index(TaskContext task) throws InterruptedException {
        var source = task.job().tasks().getFirst().id();
        var next = Long.parseLong(task.checkpoint().position().getOrDefault("next", "0"));
        var scope = task.scope();
        var done = 0L;
        try (var ahead = new IndexAhead<>(ledger, source, next, record -> index(scope, record))) {
            for (var chunk = ahead.next(); chunk != null; chunk = ahead.next()) {
                report(task, chunk);
                done += chunk.documents();
            }
        }
        return done;
    }

    private Indexed index(Scope scope, ChunkRecord record) {
        var ids = touched.apply(record);
        var documents = new LinkedHashMap<String, Map<String, Object>>();
        for (var stored : reader.byIds(scope, kind, ids)) {
            IndexDocument.of(kind, stored)
                    .ifPresent(
                            document -> documents.put(String.valueOf(stored.get("_id")), document));
        }
        var gone = new HashSet<>(ids);
        gone.removeAll(documents.keySet());
        var refused = writer.write(scope, index, documents, gone);
        return new Indexed(record.chunk(), ids.size(), refused.keySet());
    }

    private static void report(TaskContext task, Indexed chunk) {
        task.chunkDone(
                new ChunkReport(
                        task.checkpoint().chunksDone(),
                        Map.of("next", Long.toString(chunk.chunk() + 1)),
                        Counts.NONE,
                        chunk.refused().stream().map(Reindex::notIndexed).toList(),
                        chunk.documents()));
    }

    private static ItemLine notIndexed(String id) {
        return new ItemLine(
                LogType.ERROR,
                "NOT_INDEXED",
                "The search index refused the document",
                null,
                id,
                null,
                null);
    }
}
