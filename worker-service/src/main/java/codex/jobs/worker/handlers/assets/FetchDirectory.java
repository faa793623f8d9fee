package codex.jobs.worker.handlers.assets;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// A process's directory for files that are fetched, as long as they are looked at. A process that
/// was killed leaves its directory behind, with files of up to five gibibytes each: whoever opens
/// one next beside it removes it. Who lives is told by a lock that the system takes back with the
/// process, since ids of processes are given again, and in containers the same to all.
///
/// Thread-safe.
public final class FetchDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchDirectory.class);
    private static final String PREFIX = "codex-jobs-fetched-";
    private static final String LOCK = "lock";

    /// Those of this process: opening and closing a lock file would give up the process's lock on
    /// it (FileLock, "Platform dependencies").
    private static final Set<Path> own = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lock;

    private FetchDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// Makes one and removes those of dead processes.
    ///
    /// @param parent where they all are; the same for every process of the machine
    public static FetchDirectory open(Path parent) {
        try {
            removeAbandoned(parent);
            while (true) {
                var directory = Files.createTempDirectory(parent, PREFIX);
                own.add(directory);
                var lock = FileChannel.open(directory.resolve(LOCK), CREATE_NEW, WRITE);
                lock.lock();
                // unless another process was faster with the lock and has removed it
                if (Files.exists(directory)) {
                    return new FetchDirectory(directory, lock);
                }
                own.remove(directory);
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new empty file; whoever asked for it deletes it.
    Path file() throws IOException {
        return Files.createTempFile(directory, "asset", null);
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(directory);
        own.remove(directory);
        lock.close();
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (var directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var directory : directories) {
                if (!own.contains(directory)) {
                    removeIfAbandoned(directory);
                }
            }
        }
    }

    private static void removeIfAbandoned(Path directory) {
        try (var lock = FileChannel.open(directory.resolve(LOCK), WRITE)) {
            if (lock.tryLock() != null) {
                FileSystemUtils.deleteRecursively(directory);
            }
        } catch (NoSuchFileException _) {
            // made a moment ago, or just removed by another process
        } catch (IOException e) {
            log.warn("Files that nobody needs any more stay: {}", e.toString());
        }
    }
}
