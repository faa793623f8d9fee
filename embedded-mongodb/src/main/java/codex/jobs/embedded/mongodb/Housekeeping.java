package codex.jobs.embedded.mongodb;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens in the background: checkpoints, so that the journal stays short, and the purge of
/// expired documents.
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final long LONG_JOURNAL_IN_BYTES = 64L << 20;
    private static final Duration CHECKPOINT_PERIOD = Duration.ofSeconds(1);

    private final ScheduledExecutorService executor =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("mongo-housekeeping-", 0).factory());

    Housekeeping(Store store, OrderedBackend backend, Duration expiryPeriod) {
        every(CHECKPOINT_PERIOD, () -> checkpointIfDue(store));
        every(expiryPeriod, () -> backend.expire(Instant.now()));
    }

    private static void checkpointIfDue(Store store) {
        if (store.journalSizeInBytes() > LONG_JOURNAL_IN_BYTES) {
            store.checkpoint();
        }
    }

    private void every(Duration period, Runnable work) {
        var _ =
                executor.scheduleWithFixedDelay(
                        () -> attempt(work),
                        period.toMillis(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.warn("Housekeeping failed and will be tried again", e);
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
