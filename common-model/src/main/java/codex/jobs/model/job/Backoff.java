package codex.jobs.model.job;

import java.time.Duration;
import java.util.SplittableRandom;

/// Exponential waiting times: `first`, doubled each time, never more than `longest`. Where many
/// begin to wait at once, [#spread] keeps them from coming back at once.
public record Backoff(Duration first, Duration longest) {

    private static final int SPREAD = 1_000;

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

    /// [#after], shortened by up to half. How much follows from the seed, so that this stays a
    /// function.
    public Duration spread(int tries, int seed) {
        var whole = after(tries);
        var parts = Math.floorMod(new SplittableRandom(seed).nextInt(), SPREAD + 1);
        return whole.minus(whole.multipliedBy(parts).dividedBy(2L * SPREAD));
    }
}
