package codex.jobs.model.webhook;

import java.time.Duration;

/// When a failed delivery is tried again: after `first`, then each time `factor` times later, a
/// little earlier or later by chance, so that those that failed together do not come back together.
///
/// @param tries in all, the first one included
public record DeliverySchedule(Duration first, int factor, int tries) {

    private static final double JITTER = 0.2;

    public DeliverySchedule {
        if (!first.isPositive() || factor < 1 || tries < 1 || tries > 20) {
            throw new IllegalArgumentException("A schedule needs a first pause and some tries");
        }
    }

    public boolean isLast(int tried) {
        return tried >= tries;
    }

    /// The pause after so many tries.
    ///
    /// @param chance from 0 to 1
    public Duration after(int tried, double chance) {
        var longest = (double) Duration.ofDays(1).toMillis();
        var millis = Math.min((double) first.toMillis() * Math.pow(factor, tried - 1.0), longest);
        return Duration.ofMillis(Math.round(millis * (1 - JITTER + 2 * JITTER * chance)));
    }
}
