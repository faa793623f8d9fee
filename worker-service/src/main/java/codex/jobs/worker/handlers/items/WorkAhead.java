package codex.jobs.worker.handlers.items;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Does a few pieces of work at once, so that the stores do not wait for each other, and hands over
/// what they answer in the order in which they were begun. All of it can be done again, so nothing
/// is lost with what was begun and not handed over. To be called by one thread, which says how much
/// is begun at most.
public final class WorkAhead<T> implements AutoCloseable {

    private final Deque<Future<T>> begun = new ArrayDeque<>();
    private final ExecutorService threads;

    /// @param name of its threads
    public WorkAhead(String name, int threads) {
        this.threads =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /// How many were begun and not handed over yet.
    public int size() {
        return begun.size();
    }

    public void begin(Supplier<T> work) {
        begun.add(threads.submit(work::get));
    }

    /// What the first of those that were begun has answered. Throws what the work throws.
    public T next() throws InterruptedException {
        return Waiting.forResult(begun.remove());
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
