package codex.jobs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The most heap of a service that was seen, looked up once a second. Not thread-safe.
final class HeapWatch {

    private static final int LOOKS_PER_SAMPLE = 10;
    private static final int LIMIT = 256;

    private final String service;
    private long most;
    private int looks;

    /// @param service its address
    HeapWatch(String service) {
        this.service = service;
    }

    /// To be called ten times a second.
    void look() {
        if (looks++ % LOOKS_PER_SAMPLE == 0) {
            try {
                most = Math.max(most, (long) Metrics.heapUsed(service));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// @param what a prefix that says during which job
    Figure figure(String what) {
        return Figure.atMost(what + "worker's most heap in use", Amount.mebibytes(most), LIMIT);
    }
}
