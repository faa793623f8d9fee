package codex.jobs.worker.handlers.search;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexDocument;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.items.WorkAhead;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Brings an index up to date with what the tasks before have touched, chunk by chunk of their
/// ledgers: what exists is indexed, what does not or is deleted is taken out.
public final class Reindex implements TaskHandler {

    /// All other kinds share one.
    private static final Set<ContentKind> OWN_INDEX =
            Set.of(ContentKind.ENTRIES, ContentKind.URLS, ContentKind.TAGS);

    /// Chunks.
    private static final int AT_ONCE = 3;

    private final ContentReader reader;
    private final ChunkLedger ledger;
    private final IndexWriter writer;
    private final SearchIndex index;
    private final ContentKind kind;
    private final Function<ChunkRecord, List<String>> touched;

    /// A task that has touched things of a kind which the index holds.
    private record Source(int number, TaskId task, ContentKind kind) {}

    /// A chunk that the index has.
    private record Indexed(int source, long chunk, int documents, Set<String> refused) {}

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
        task.log(LogType.INFO, "Indexed " + done + " " + things(task));
        return Outcome.Completed.WITHOUT_RESULT;
    }

    private String things(TaskContext task) {
        var sources = sources(task);
        var things = sources.size() == 1 ? sources.getFirst().kind() : kind;
        return index == SearchIndex.GENERAL && sources.size() > 1
                ? "documents"
                : things.slug().replace("url", "URL");
    }

    /// The tasks that come before the first of those that index. What a delete of several kinds
    /// touches under the name of entries is of its task's kind.
    private List<Source> sources(TaskContext task) {
        var sources = new ArrayList<Source>();
        var tasks = task.job().tasks();
        var kinds =
                task.job().spec() instanceof JobSpec.DeleteThings delete
                        ? delete.deletions().stream().map(ContentDeletion::kind).toList()
                        : List.of(kind);
        for (var i = 0; i < kinds.size(); i++) {
            var isGeneral = !OWN_INDEX.contains(kinds.get(i));
            var source = new Source(i, tasks.get(i).id(), isGeneral ? kinds.get(i) : kind);
            switch (index) {
                case GENERAL -> {
                    if (isGeneral) {
                        sources.add(source);
                    }
                }
                case ENTRIES -> {
                    if (kinds.get(i) == ContentKind.ENTRIES) {
                        sources.add(source);
                    }
                }
                case URLS, TAGS -> sources.add(new Source(i, tasks.get(i).id(), kind));
            }
        }
        return sources;
    }

    /// Answers how many documents it has looked at.
    private long index(TaskContext task) throws InterruptedException {
        var position = task.checkpoint().position();
        var first = Integer.parseInt(position.getOrDefault("source", "0"));
        var next = Long.parseLong(position.getOrDefault("next", "0"));
        var done = 0L;
        for (var source : sources(task)) {
            if (source.number() >= first) {
                done += index(task, source, source.number() == first ? next : 0);
            }
        }
        return done;
    }

    private long index(TaskContext task, Source source, long start) throws InterruptedException {
        var scope = task.scope();
        var next = start;
        var done = 0L;
        try (var ahead = new WorkAhead<Indexed>("index-ahead", AT_ONCE)) {
            while (true) {
                for (var record : ledger.from(source.task(), next, AT_ONCE - ahead.size())) {
                    ahead.begin(() -> index(scope, source, record));
                    next = record.chunk() + 1;
                }
                if (ahead.size() == 0) {
                    return done;
                }
                var chunk = ahead.next();
                report(task, chunk);
                done += chunk.documents();
            }
        }
    }

    private Indexed index(Scope scope, Source source, ChunkRecord record) {
        var ids = touched.apply(record);
        var documents = new LinkedHashMap<String, Map<String, Object>>();
        for (var stored : reader.byIds(scope, source.kind(), ids)) {
            IndexDocument.of(source.kind(), stored)
                    .ifPresent(
                            document -> documents.put(String.valueOf(stored.get("_id")), document));
        }
        var gone = new HashSet<>(ids);
        gone.removeAll(documents.keySet());
        var refused = writer.write(scope, index, documents, gone);
        return new Indexed(source.number(), record.chunk(), ids.size(), refused.keySet());
    }

    private static void report(TaskContext task, Indexed chunk) {
        task.chunkDone(
                new ChunkReport(
                        task.checkpoint().chunksDone(),
                        Map.of(
                                "source", Integer.toString(chunk.source()),
                                "next", Long.toString(chunk.chunk() + 1)),
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
