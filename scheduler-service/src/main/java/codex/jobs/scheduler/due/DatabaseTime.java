package codex.jobs.scheduler.due;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/// The time by which everything is decided: the database's, so that schedulers on machines whose
/// clocks differ agree on what is due. Each heartbeat brings a reading; in between, time goes on by
/// this process's own steady timer. Thread-safe; it does not go back, unless the database does.
@Component
@Primary
public final class DatabaseTime implements InstantSource {

    /// By which steady timers differ at most.
    private static final double DRIFT = 0.0002;

    /// A step back by no more than this is only a better reading.
    private static final Duration BETTER_READING = Duration.ofSeconds(2);

    private final InstantSource systemClock;
    private final CountDownLatch known = new CountDownLatch(1);
    private final AtomicReference<Instant> told = new AtomicReference<>(Instant.EPOCH);
    private volatile @Nullable Reading reading;

    /// What the database's clock said at a moment of [System#nanoTime], give or take `error`.
    private record Reading(Instant time, long nanos, long error) {

        Instant at(long now) {
            return time.plusNanos(now - nanos);
        }

        long errorAt(long now) {
            return error + (long) ((now - nanos) * DRIFT);
        }
    }

    /// @param systemClock is asked only until the database has answered for the first time
    DatabaseTime(@Qualifier("systemClock") InstantSource systemClock) {
        this.systemClock = systemClock;
    }

    /// The database was asked at `sent` and had answered at `received`, as [System#nanoTime].
    public void read(Instant databaseTime, long sent, long received) {
        var half = (received - sent) / 2;
        var next = new Reading(databaseTime, sent + half, half);
        var before = reading;
        if (before == null || isBetter(next, before)) {
            reading = next;
        }
        known.countDown();
    }

    /// The more exact one; or one that shows that the other cannot be true any more.
    private static boolean isBetter(Reading next, Reading before) {
        var now = next.nanos();
        var difference = Duration.between(before.at(now), next.time()).abs();
        return next.errorAt(now) <= before.errorAt(now)
                || difference.toNanos() > next.error() + before.errorAt(now) + 1_000_000;
    }

    public boolean isKnown() {
        return reading != null;
    }

    /// Returns when the database has answered once.
    public void awaitKnown() throws InterruptedException {
        known.await();
    }

    /// In milliseconds, as the stores keep times.
    @Override
    public Instant instant() {
        var latest = reading;
        if (latest == null) {
            return systemClock.instant();
        }
        var now = latest.at(System.nanoTime()).truncatedTo(ChronoUnit.MILLIS);
        return told.updateAndGet(before -> isOver(before, now) ? now : before);
    }

    private static boolean isOver(Instant before, Instant now) {
        return !now.isBefore(before) || now.isBefore(before.minus(BETTER_READING));
    }
}
