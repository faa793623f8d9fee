package codex.jobs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of other processes in bytes, from `/proc`; 0 for one that is gone.
final class Memory {

    private static final long KIBIBYTE = 1024;

    private Memory() {}

    /// What it holds in memory now.
    static long resident(long pid) {
        return status(pid, "VmRSS:");
    }

    /// The most it has held since it started.
    static long peakResident(long pid) {
        return status(pid, "VmHWM:");
    }

    private static long status(long pid, String name) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
