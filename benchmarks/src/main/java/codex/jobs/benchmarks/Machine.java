package codex.jobs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The computer under the figures.
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final double KIBIBYTES_IN_GIBIBYTE = 1024 * 1024;

    private Machine() {}

    /// One sentence part: processors, memory, system, Java.
    static String describe() {
        return String.format(
                Locale.ROOT,
                "%d × %s, %.0f GiB of memory, %s %s, %s %s",
                Runtime.getRuntime().availableProcessors(),
                first(PROCESSORS, "model name").replaceAll("\\s+", " "),
                Double.parseDouble(first(MEMORY, "MemTotal").replaceAll("\\D", ""))
                        / KIBIBYTES_IN_GIBIBYTE,
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceAll("[^0-9.].*", ""),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"));
    }

    private static String first(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0 (unknown)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
