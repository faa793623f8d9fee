package codex.jobs.api.graphql;

import java.time.Duration;

/// How errors say when another try may be worth it (specification 2.4).
final class RetryAfter {

    static final String EXTENSION = "retryAfterSeconds";

    private RetryAfter() {}

    /// Whole seconds, at least one.
    static long seconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }
}
