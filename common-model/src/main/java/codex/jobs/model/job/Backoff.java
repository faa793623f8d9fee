package codex.jobs.model.job;

import java.time.Duration;

/// Exponential waiting times: `first`, doubled each time, never more than `longest`. Jitter is
/// added where it is slept, so that this stays a function.
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("A backoff grows from a positive first delay");
        }
    }

    /// The delay after the given number of tries; the first try is 1.
    public Duration after(int tries) {
        var doublings = Math.clamp(tries - 1L, 0, 30);
        var delay = first.multipliedBy(1L << doublings);
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
