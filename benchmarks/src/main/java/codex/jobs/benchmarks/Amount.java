package codex.jobs.benchmarks;

import java.time.Duration;
import java.util.Locale;

/// A measured number with its unit, `""` for a ratio.
record Amount(double value, String unit) {

    private static final double MEBIBYTE = 1024 * 1024;

    static Amount of(double value, String unit) {
        return new Amount(value, unit);
    }

    static Amount ratio(double value) {
        return new Amount(value, "");
    }

    static Amount milliseconds(double value) {
        return new Amount(value, "ms");
    }

    static Amount seconds(Duration duration) {
        return new Amount(duration.toMillis() / 1000.0, "s");
    }

    static Amount mebibytes(long bytes) {
        return new Amount(bytes / MEBIBYTE, "MiB");
    }

    /// `count` in `duration`.
    static Amount rate(long count, Duration duration, String unit) {
        return new Amount(count * 1e9 / Math.max(1, duration.toNanos()), unit);
    }

    /// Three digits that count, more before the point.
    @Override
    public String toString() {
        var digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
        var number = String.format(Locale.ROOT, "%,." + digits + "f", value);
        return unit.isEmpty() ? number : number + (unit.startsWith("/") ? "" : " ") + unit;
    }
}
