package codex.jobs.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/// Measured values of one kind, at least one. Immutable.
final class Samples {

    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    static Samples of(Collection<? extends Number> values) {
        return of(values.stream().mapToDouble(Number::doubleValue).toArray());
    }

    static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    int count() {
        return sorted.length;
    }

    double median() {
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The smallest value that at least `percent` of all do not exceed.
    double percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }
}
