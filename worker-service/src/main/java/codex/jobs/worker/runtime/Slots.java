package codex.jobs.worker.runtime;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// How many more tasks this worker may run. Safe for any number of threads.
@Component
final class Slots {

    private int free;

    @Autowired
    Slots(WorkerProperties properties) {
        this(properties.concurrency());
    }

    Slots(int total) {
        free = total;
    }

    synchronized int free() {
        return free;
    }

    /// Waits until so many are free; tells whether they were when the time was over. They may be
    /// gone when the caller comes to take them.
    synchronized boolean awaitFree(int wanted, Duration longest) throws InterruptedException {
        return await(wanted, longest);
    }

    /// Takes up to `most`, waiting for the first of them; 0 if none came free in time.
    synchronized int take(int most, Duration longest) throws InterruptedException {
        if (!await(1, longest)) {
            return 0;
        }
        var taken = Math.min(most, free);
        free -= taken;
        return taken;
    }

    synchronized void giveBack(int count) {
        free += count;
        notifyAll();
    }

    private boolean await(int wanted, Duration longest) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (free < wanted) {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                return false;
            }
            wait(left.toMillis() + 1);
        }
        return true;
    }
}
