package codex.jobs.acceptance.platform;

import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.JobsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// `./codex-jobs up` as anybody would start it, and a hand that pulls plugs. What is killed is
/// started again by the platform, as a cluster would.
public final class RunningPlatform implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path dataDir;

    private RunningPlatform(Process process, Path dataDir) {
        this.process = process;
        this.dataDir = dataDir;
    }

    /// Returns when everything is ready.
    ///
    /// @param options further options of `up`
    public static RunningPlatform start(Path dataDir, String... options) {
        return start(dataDir, Map.of(), options);
    }

    /// The same.
    ///
    /// @param settings variables that the services see
    public static RunningPlatform start(
            Path dataDir, Map<String, String> settings, String... options) {
        var command = new ArrayList<>(List.of(launcher().toString(), "up"));
        command.addAll(List.of("--port", "0", "--data-dir", dataDir.toString()));
        command.addAll(List.of(options));
        try {
            Files.createDirectories(dataDir);
            var output = dataDir.resolve("up.log").toFile();
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
            builder.environment().put("CODEX_JOBS_BUILD", "skip");
            builder.environment().putAll(settings);
            var process = builder.start();
            var platform = new RunningPlatform(process, dataDir);
            platform.awaitStart();
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JobsClient demo() {
        return new JobsClient(api(), "demo", "cxk_demo_local");
    }

    public JobsClient acme() {
        return new JobsClient(api(), "acme", "cxk_acme_local");
    }

    public URI api() {
        return URI.create(variable("CODEX_JOBS_API_URL"));
    }

    /// Kills every process of a service or part, as `kill -9` does.
    ///
    /// @param name as in the variables of `platform.env`: `WORKER`, `SCHEDULER`, `API`, `KAFKA`, …
    public void kill(String name) {
        for (var pid : pids(name)) {
            ProcessHandle.of(pid).ifPresent(RunningPlatform::kill);
        }
    }

    /// Kills one of the processes of a service, whichever.
    public void killOne(String name, Random random) {
        var pids = pids(name);
        ProcessHandle.of(pids.get(random.nextInt(pids.size()))).ifPresent(RunningPlatform::kill);
    }

    /// Kills every process of a service or part again and again, so that it stays away.
    public void keepAway(String name, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    kill(name);
                    return System.nanoTime() > end;
                });
    }

    public List<Long> pids(String name) {
        return Arrays.stream(variable("CODEX_JOBS_" + name + "_PIDS").split(","))
                .map(Long::valueOf)
                .toList();
    }

    /// The files with the bytes of an organization's assets, each named by their hash.
    public List<Path> blobs(String organization) {
        var bucket = dataDir.resolve("s3").resolve(variable("CODEX_JOBS_S3_BUCKET"));
        try (var files = Files.list(bucket.resolve("orgs/" + organization + "/blobs"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String variable(String name) {
        var variables = new Properties();
        try (var file = Files.newBufferedReader(dataDir.resolve("platform.env"))) {
            variables.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var value = variables.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not in platform.env");
        }
        return value.replaceAll("^['\"]|['\"]$", "");
    }

    /// As Ctrl-C in the terminal. The first time after a build this takes longer: the processes
    /// keep their classes for the next start.
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void awaitStart() {
        await("the platform is up, see " + dataDir.resolve("up.log"))
                .atMost(PATIENCE)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                Files.readString(dataDir.resolve("up.log")));
                    }
                    return Files.exists(dataDir.resolve("platform.env"));
                });
    }

    private static void kill(ProcessHandle handle) {
        handle.destroyForcibly();
        handle.onExit().join();
    }

    private static Path launcher() {
        return project().resolve("codex-jobs");
    }

    /// The folder of the project.
    public static Path project() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("codex-jobs"))) {
                return folder;
            }
        }
        throw new IllegalStateException("The tests run inside the project");
    }
}
