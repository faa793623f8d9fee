package codex.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A real part in a process of its own that listens on the loopback interface only and keeps its
/// data. It can be stopped, or killed, and started again: same data, same port.
///
/// Not thread-safe.
public abstract sealed class EmbeddedServer implements AutoCloseable
        permits EmbeddedKafka, EmbeddedMongo, EmbeddedS3, EmbeddedSearch {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);

    private final String name;
    private final Path data;
    private final Path log;
    private int port;
    private @Nullable ChildJvm process;

    /// @param place holds the data, in a directory with the part's name, and `logs`
    /// @param port 0 for a free one
    EmbeddedServer(String name, Path place, int port) {
        this.name = name;
        this.data = place.resolve(name).toAbsolutePath();
        this.log = place.resolve("logs").resolve(name + ".log").toAbsolutePath();
        this.port = port;
    }

    abstract Class<?> mainClass();

    abstract List<String> jvmOptions();

    /// What the main class needs besides data directory, port and readiness file.
    List<String> moreArguments() {
        return List.of();
    }

    List<Path> moreJars() {
        return List.of();
    }

    /// The address in the form that its clients take.
    public abstract String address();

    /// Starts it and returns when it serves.
    ///
    /// @throws IllegalStateException with the last lines of its log, when it cannot
    public final void start() {
        var readiness = data.resolveSibling(name + ".ready");
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(readiness);
            var child = ChildJvm.start(program(readiness));
            process = child;
            port = awaitReadiness(child, readiness);
            child.serves();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public final String name() {
        return name;
    }

    public final int port() {
        return port;
    }

    public final Path log() {
        return log;
    }

    /// The running process.
    public final ChildJvm process() {
        return Objects.requireNonNull(process, "not started");
    }

    /// Stops it; it can be started again. Does nothing if it does not run.
    public final void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public final void close() {
        stop();
    }

    private ChildJvm.Program program(Path readiness) {
        var classPath = new ArrayList<>(moreJars());
        classPath.addAll(Parts.jars());
        var options = new ArrayList<>(jvmOptions());
        options.add("-Dlog4j2.configurationFile=codex/jobs/embedded/node/log4j2.properties");
        options.add("--sun-misc-unsafe-memory-access=allow");
        options.add("--enable-native-access=ALL-UNNAMED");
        var arguments =
                new ArrayList<>(
                        List.of(data.toString(), Integer.toString(port), readiness.toString()));
        arguments.addAll(moreArguments());
        return new ChildJvm.Program(
                options, classPath, mainClass().getName(), arguments, Map.of(), log);
    }

    private int awaitReadiness(ChildJvm child, Path readiness) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return Integer.parseInt(Files.readString(readiness));
            } catch (NoSuchFileException e) {
                // not yet
            }
            if (!child.isAlive() || System.nanoTime() > deadline) {
                child.kill();
                throw new IllegalStateException(
                        name + " did not start. The end of " + log + ":\n" + child.lastWords());
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("Interrupted while " + name + " was starting", e);
        }
    }
}
