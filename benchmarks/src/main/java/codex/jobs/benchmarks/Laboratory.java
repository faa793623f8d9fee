package codex.jobs.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the rows share: a directory for everything they leave behind, which is deleted in the end,
/// and at most one running platform. Not thread-safe.
final class Laboratory implements AutoCloseable {

    private final Path home;
    private final Path scratch;
    private @Nullable LocalPlatform platform;
    private int platforms;

    /// @param home the directory that holds the launcher
    Laboratory(Path home) throws IOException {
        this.home = home;
        this.scratch = Files.createTempDirectory("codex-jobs-benchmark");
    }

    /// The platform as everybody starts it; it stays for the next row.
    LocalPlatform platform() throws InterruptedException {
        return platform == null ? freshPlatform(Map.of()) : platform;
    }

    /// A platform that no row has used, with these environment variables and further options.
    LocalPlatform freshPlatform(Map<String, String> environment, String... options)
            throws InterruptedException {
        stopPlatform();
        say("starting a platform");
        platforms++;
        platform =
                LocalPlatform.start(
                        home, scratch.resolve("platform-" + platforms), environment, options);
        return platform;
    }

    /// The next platform starts as the first one after a build does.
    void forgetStarts() {
        stopPlatform();
        delete(LocalPlatform.archives(home));
    }

    /// Afterwards the next row gets a fresh one.
    void stopPlatform() {
        if (platform != null) {
            platform.close();
            delete(scratch.resolve("platform-" + platforms));
            platform = null;
        }
    }

    /// An empty directory for what a row keeps outside of the platform.
    Path directory(String name) throws IOException {
        return Files.createDirectories(scratch.resolve(name));
    }

    /// To whoever waits at the terminal.
    @SuppressWarnings("SystemOut")
    void say(String line) {
        System.err.println("  " + line);
    }

    @Override
    public void close() {
        stopPlatform();
        delete(scratch);
    }

    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException reason) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
