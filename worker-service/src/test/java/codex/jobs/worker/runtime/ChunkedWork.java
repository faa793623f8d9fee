package codex.jobs.worker.runtime;

import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A handler whose first attempt waits in the middle of a chunk until the test lets it go on. Each
/// chunk creates ten items and says one line.
final class ChunkedWork implements TaskHandler {

    static final int ITEMS = 10;

    private final int chunks;
    private final int waitsIn;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> firstEnd = new AtomicReference<>();

    ChunkedWork(int chunks, int waitsIn) {
        this.chunks = chunks;
        this.waitsIn = waitsIn;
    }

    @Override
    public Outcome run(TaskContext task) throws Exception {
        try {
            return work(task);
        } catch (RuntimeException | InterruptedException e) {
            firstEnd.compareAndSet(null, e);
            throw e;
        }
    }

    private Outcome work(TaskContext task) throws InterruptedException {
        task.total((long) chunks * ITEMS);
        for (var chunk = task.checkpoint().chunksDone(); chunk < chunks; chunk++) {
            if (chunk == waitsIn && task.attempt() == 1) {
                arrived.countDown();
                awaitSignal();
            }
            task.chunkDone(
                    new ChunkReport(
                            chunk,
                            Map.of("next", "item" + chunk),
                            new Counts(ITEMS, 0, 0, 0, 0, 0, 0, 0),
                            List.of(line(chunk)),
                            ITEMS));
        }
        return Outcome.Completed.WITHOUT_RESULT;
    }

    private static ItemLine line(long chunk) {
        return new ItemLine(LogType.WARNING, "SAID", "chunk " + chunk, chunk, null, null, null);
    }

    /// Like a system call that does not notice an interruption.
    private void awaitSignal() throws InterruptedException {
        var interrupted = false;
        while (true) {
            try {
                if (!goOn.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Forgotten by the test");
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitArrival() throws InterruptedException {
        if (!arrived.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The first attempt did not begin");
        }
    }

    void goOn() {
        goOn.countDown();
    }

    /// How the first attempt that did not complete ended.
    @Nullable Throwable firstEnd() {
        return firstEnd.get();
    }
}
