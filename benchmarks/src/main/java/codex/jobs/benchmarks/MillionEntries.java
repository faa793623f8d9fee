package codex.jobs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One import of a million entries, about a gigabyte, on a platform that has done nothing before:
/// memory must not grow with the file. The worker runs with the heap that the platform gives it.
final class MillionEntries implements Row {

    private static final int ENTRIES = 1_000_000;
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int LOOKS_PER_SAMPLE = 10;

    private final int entries;

    MillionEntries() {
        this(ENTRIES);
    }

    MillionEntries(int entries) {
        this.entries = entries;
    }

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.freshPlatform(Map.of());
        var worker = platform.pid("worker");
        var heap = new HeapWatch(platform.url("worker"));
        laboratory.say("uploading %s entries, then importing them".formatted(entries));
        var run = ImportRun.of(platform, "million", entries, PATIENCE, heap::look);
        laboratory.say(run.tasks());
        var peak = Memory.peakResident(worker);
        if (peak == 0) {
            throw new IllegalStateException("The worker did not survive the import");
        }
        var figures =
                List.of(
                        Figure.of("upload", Amount.seconds(run.uploaded())),
                        Figure.of("whole job", Amount.seconds(run.whole())),
                        Figure.of("entries", Amount.rate(entries, run.whole(), "/s")),
                        Figure.of("PROCESS_ENTRIES", Amount.seconds(run.processing())),
                        Figure.of("worker's most memory, resident", Amount.mebibytes(peak)),
                        Figure.atMost(
                                "worker's most heap in use", Amount.mebibytes(heap.most()), 256),
                        Figure.of(
                                "resident memory of all processes afterwards",
                                Amount.mebibytes(
                                        platform.pids().stream()
                                                .mapToLong(Memory::resident)
                                                .sum())));
        laboratory.stopPlatform();
        return figures;
    }

    /// The most heap that was seen, looked up once a second.
    private static final class HeapWatch {

        private final String worker;
        private long most;
        private int looks;

        HeapWatch(String worker) {
            this.worker = worker;
        }

        void look() {
            if (looks++ % LOOKS_PER_SAMPLE == 0) {
                try {
                    most = Math.max(most, (long) Metrics.heapUsed(worker));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        long most() {
            return most;
        }
    }
}
