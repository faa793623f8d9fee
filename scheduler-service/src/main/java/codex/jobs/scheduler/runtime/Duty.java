package codex.jobs.scheduler.runtime;

import codex.jobs.model.job.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something done again and again on a thread of its own. A failure is logged and followed by a
/// longer pause; the duty goes on.
final class Duty {

    private static final Logger log = LoggerFactory.getLogger(Duty.class);
    private static final Backoff AFTER_FAILURE =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(2));

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Supplier<Duration> work;
    private final Thread thread;

    Duty(String name, Duration pause, Runnable work) {
        this(
                name,
                () -> {
                    work.run();
                    return pause;
                });
    }

    /// @param work answers how long to pause then
    Duty(String name, Supplier<Duration> work) {
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
            Duration pause;
            do {
                try {
                    pause = work.get();
                    failures = 0;
                } catch (RuntimeException e) {
                    log.warn("{} failed, goes on: {}", thread.getName(), e.toString());
                    failures++;
                    pause = AFTER_FAILURE.after(failures);
                }
            } while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
