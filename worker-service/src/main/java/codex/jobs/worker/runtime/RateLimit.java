package codex.jobs.worker.runtime;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// So many per second on average, and twenty seconds' worth at once after a quiet time. Safe for
/// any number of threads.
final class RateLimit {

    private static final int BURST_SECONDS = 20;

    private final double perSecond;
    private final double most;
    private double left;
    private @Nullable Instant seenAt;

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
        this.most = (double) perSecond * BURST_SECONDS;
        this.left = most;
    }

    /// Whether one more is allowed at this time.
    synchronized boolean take(Instant now) {
        if (seenAt != null && now.isAfter(seenAt)) {
            var seconds = Duration.between(seenAt, now).toNanos() / 1e9;
            left = Math.min(most, left + seconds * perSecond);
        }
        seenAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
