package codex.jobs.benchmarks;

import codex.jobs.embedded.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A platform as `./codex-jobs up` starts it, in processes of its own, known only by its
/// `platform.env`. They all end with this process, however it ends.
final class LocalPlatform implements AutoCloseable {

    private static final String BUILT = "local-platform/target/platform";
    private static final List<String> SERVICES = List.of("api", "scheduler", "worker");
    private static final List<String> STORES = List.of("kafka", "mongodb", "s3", "opensearch");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 20_000_000;

    private final ChildJvm process;
    private final Map<String, String> variables;
    private final Duration startedIn;
    private @Nullable Stores stores;

    private LocalPlatform(ChildJvm process, Map<String, String> variables, Duration startedIn) {
        this.process = process;
        this.variables = variables;
        this.startedIn = startedIn;
    }

    /// Returns when the platform is ready.
    ///
    /// @throws IllegalStateException with the end of its log, when it does not get ready
    static LocalPlatform start(
            Path home, Path data, Map<String, String> environment, String... options)
            throws InterruptedException {
        var begun = System.nanoTime();
        var process = ChildJvm.start(program(home, data, environment, options));
        try {
            var variables = awaitVariables(process, data.resolve("platform.env"), begun);
            return new LocalPlatform(
                    process, variables, Duration.ofNanos(System.nanoTime() - begun));
        } catch (RuntimeException | InterruptedException e) {
            process.stop(STOPS_WITHIN);
            throw e;
        }
    }

    /// The options are the launcher's.
    private static ChildJvm.Program program(
            Path home, Path data, Map<String, String> environment, String... options) {
        return new ChildJvm.Program(
                List.of(
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xss512k",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dcodex.jobs.home=" + home,
                        "-Dcodex.jobs.archives=" + archives(home)),
                List.of(home.resolve(BUILT).resolve("lib/*")),
                "codex.jobs.local.Up",
                Stream.concat(
                                Stream.of("--port", "0", "--data-dir", data.toString()),
                                Stream.of(options))
                        .toList(),
                environment,
                data.resolveSibling(data.getFileName() + ".log"));
    }

    /// Where platforms keep classes for their next start.
    static Path archives(Path home) {
        return home.resolve(BUILT).resolve("archives");
    }

    private static Map<String, String> awaitVariables(ChildJvm process, Path file, long begun)
            throws InterruptedException {
        while (true) {
            try (var lines = Files.lines(file)) {
                return lines.map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
            } catch (NoSuchFileException e) {
                // not yet
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "The platform did not get ready:\n" + process.lastWords());
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    Duration startedIn() {
        return startedIn;
    }

    String apiUrl() {
        return variable("CODEX_JOBS_API_URL");
    }

    String kafka() {
        return variable("CODEX_JOBS_KAFKA_BOOTSTRAP_SERVERS");
    }

    /// Where the only service of this kind answers, for example `worker`.
    String url(String service) {
        return variable(name(service, "URLS"));
    }

    /// Services and stores.
    Processes processes() {
        return new Processes(
                Stream.concat(SERVICES.stream(), STORES.stream())
                        .collect(Collectors.toMap(name -> name, this::pid)),
                SERVICES.stream().collect(Collectors.toMap(name -> name, this::url)));
    }

    /// The only process of this service or part.
    long pid(String service) {
        return Long.parseLong(variable(name(service, "PIDS")));
    }

    /// Everything that runs, the launcher included.
    List<Long> pids() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(up -> Stream.concat(Stream.of(up), up.descendants()))
                .map(ProcessHandle::pid)
                .toList();
    }

    /// The stores of this platform, connected as its services are.
    Stores stores() {
        if (stores == null) {
            stores = Stores.open(variables);
        }
        return stores;
    }

    /// The variables of `platform.env` for a process that joins the platform.
    Map<String, String> variables() {
        return variables;
    }

    @Override
    public void close() {
        if (stores != null) {
            stores.close();
        }
        process.stop(STOPS_WITHIN);
    }

    private String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    private static String name(String service, String what) {
        return "CODEX_JOBS_" + service.toUpperCase(Locale.ROOT) + "_" + what;
    }
}
