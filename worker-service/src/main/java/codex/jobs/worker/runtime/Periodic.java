package codex.jobs.worker.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A duty done again and again by a platform thread of its own, so that busy virtual threads cannot
/// hold it up. A failure is logged, and the duty done again.
final class Periodic {

    private static final Logger log = LoggerFactory.getLogger(Periodic.class);

    interface Duty {
        void perform() throws Exception;
    }

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Duration pause;
    private final Duty duty;
    private final Thread thread;

    Periodic(String name, Duration pause, Duty duty) {
        this.pause = pause;
        this.duty = duty;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Lets the duty end; returns when it has, or at the latest when the time is over.
    void stop(Duration longest) throws InterruptedException {
        stopping.countDown();
        thread.join(longest);
    }

    @SuppressWarnings("CatchingUnchecked") // the loop must never die
    private void run() {
        try {
            do {
                try {
                    duty.perform();
                } catch (InterruptedException e) {
                    throw e;
                } catch (Throwable e) {
                    log.warn("{} failed, goes on: {}", thread.getName(), e.toString());
                }
            } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
