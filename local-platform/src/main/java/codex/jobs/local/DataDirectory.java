package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The directory that holds everything the platform keeps; used by one platform at a time.
final class DataDirectory implements AutoCloseable {

    private static final long NEEDED = 512L * 1024 * 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Creates it if need be and takes it for this process.
    ///
    /// @throws CannotStart if it is in use, cannot be written to, or has too little space
    static DataDirectory open(Path directory) {
        var path = directory.toAbsolutePath().normalize();
        var lock = lock(path);
        try {
            requireSpace(path);
            return new DataDirectory(path, lock);
        } catch (IOException | RuntimeException e) {
            closeQuietly(lock);
            throw e instanceof CannotStart reason ? reason : notWritable(path, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static FileChannel lock(Path path) {
        try {
            Files.createDirectories(path);
            var channel =
                    FileChannel.open(
                            path.resolve("platform.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CannotStart(
                        path
                                + " is in use by another running platform. Stop that one, or choose"
                                + " another directory with --data-dir.");
            }
            return channel;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return null;
        }
    }

    private static void requireSpace(Path path) throws IOException {
        var trial = path.resolve("write-test");
        Files.write(trial, new byte[MEBIBYTE], StandardOpenOption.CREATE, StandardOpenOption.SYNC);
        Files.delete(trial);
        var usable = Files.getFileStore(path).getUsableSpace();
        if (usable < NEEDED) {
            throw new CannotStart(
                    "The disk is nearly full: "
                            + usable / MEBIBYTE
                            + " MiB are left for "
                            + path
                            + ", and at least "
                            + NEEDED / MEBIBYTE
                            + " MiB are needed. Free some space, or choose another directory with"
                            + " --data-dir.");
        }
    }

    private static CannotStart notWritable(Path path, Exception cause) {
        return new CannotStart("Cannot write to " + path + ": " + cause.getMessage());
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
