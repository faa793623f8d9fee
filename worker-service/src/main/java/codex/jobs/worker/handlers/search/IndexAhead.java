package codex.jobs.worker.handlers.search;

import codex.jobs.model.job.TaskId;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.worker.handlers.items.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Indexes a few chunks of a ledger at once, so that the stores do not wait for each other, and
/// hands them over in their order. All of it can be done again, so nothing is lost with what was
/// begun and not handed over.
final class IndexAhead<T> implements AutoCloseable {

    private static final int AT_ONCE = 3;

    private final ChunkLedger ledger;
    private final TaskId source;
    private final Function<ChunkRecord, T> work;
    private final Deque<Future<T>> begun = new ArrayDeque<>();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    AT_ONCE, Thread.ofPlatform().daemon().name("index-ahead-", 1).factory());

    private long next;

    /// @param source the task that has written the ledger
    /// @param next the first chunk to be indexed
    /// @param work called by several threads
    IndexAhead(ChunkLedger ledger, TaskId source, long next, Function<ChunkRecord, T> work) {
        this.ledger = ledger;
        this.source = source;
        this.next = next;
        this.work = work;
    }

    /// What the work on the next chunk has answered, or null behind the last one. Throws what the
    /// work throws.
    @Nullable T next() throws InterruptedException {
        begin();
        var first = begun.poll();
        return first == null ? null : Waiting.forResult(first);
    }

    private void begin() {
        for (var record : ledger.from(source, next, AT_ONCE - begun.size())) {
            begun.add(threads.submit(() -> work.apply(record)));
            next = record.chunk() + 1;
        }
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
