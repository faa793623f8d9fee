package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.worker.handlers.items.Waiting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Carries out a plan. Each step may have been done before; an entry comes after everything that
/// belongs to it, which is written by two threads at once.
final class ChunkWrites implements AutoCloseable {

    private final ContentWriter writer;
    private final Scope scope;
    private final boolean isDraft;

    // of a draft, by this run: few have more than entries
    private final Set<ContentKind> prepared = EnumSet.noneOf(ContentKind.class);
    private final ExecutorService beside =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("chunk-writes").factory());

    private ChunkWrites(ContentWriter writer, Scope scope, boolean isDraft) {
        this.writer = writer;
        this.scope = scope;
        this.isDraft = isDraft;
    }

    static ChunkWrites into(ContentWriter writer, Scope scope) {
        return new ChunkWrites(writer, scope, false);
    }

    /// Into a draft, which holds only what was changed and is never read by anybody else.
    static ChunkWrites intoDraft(ContentWriter writer, Scope draft) {
        return new ChunkWrites(writer, draft, true);
    }

    /// Looking up values without an index would read every entry for every chunk.
    void prepareUnique(Scope content, String alias) {
        writer.prepareUnique(content, alias);
        if (isDraft) {
            writer.prepareUnique(scope, alias);
        }
    }

    /// Writes everything of a chunk.
    ///
    /// @return whether all entries are as planned; else somebody has changed some of them
    boolean write(ChunkPlan plan) throws InterruptedException {
        var versions = beside.submit(() -> writeVersions(plan));
        insertMissing(ContentKind.TAGS, plan.tags());
        writer.release(scope, plan.urlReleases());
        insertMissing(ContentKind.URLS, plan.urls());
        Waiting.forResult(versions);
        return write(plan.entries());
    }

    private void insertMissing(ContentKind kind, List<? extends Map<String, Object>> documents) {
        if (!documents.isEmpty()) {
            prepare(kind);
            writer.insertMissing(scope, kind, documents);
        }
    }

    private void prepare(ContentKind kind) {
        if (isDraft && prepared.add(kind)) {
            writer.prepare(scope, kind);
        }
    }

    private void writeVersions(ChunkPlan plan) {
        if (!isDraft) {
            writer.insertMissing(scope, ContentKind.ENTRY_VERSIONS, plan.versions());
        }
    }

    boolean write(List<EntryWrite> entries) {
        if (isDraft) {
            prepare(ContentKind.ENTRIES);
            writer.put(
                    scope, ContentKind.ENTRIES, entries.stream().map(EntryWrite::entry).toList());
            return true;
        }
        return writer.writeEntries(scope, entries) == 0;
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        beside.shutdownNow();
        beside.close();
    }
}
