package codex.jobs.scheduler.runtime;

import codex.jobs.model.job.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something done again and again on a thread of its own. A failure is logged and followed by a
/// longer pause; the duty goes on.
final class Duty {

    private static final Logger log = LoggerFactory.getLogger(Duty.class);
    private static final Backoff AFTER_FAILURE =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Duration pause;
    private final Runnable work;
    private final Thread thread;

    Duty(String name, Duration pause, Runnable work) {
        this.pause = pause;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Returns when the duty has ended, or at the latest when the time is over.
    void stop(Duration longest) throws InterruptedException {
        stopping.countDown();
        thread.join(longest);
    }

    private void run() {
        var failures = 0;
        try {
            do {
                failures = succeeds() ? 0 : failures + 1;
            } while (!stopping.await(pauseAfter(failures).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pauseAfter(int failures) {
        return failures == 0 ? pause : AFTER_FAILURE.after(failures);
    }

    private boolean succeeds() {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            log.warn("{} failed, goes on: {}", thread.getName(), e.toString());
            return false;
        }
    }
}
