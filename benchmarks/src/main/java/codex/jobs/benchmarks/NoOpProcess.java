package codex.jobs.benchmarks;

import codex.jobs.embedded.ChildJvm;
import codex.jobs.model.job.TaskType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A [NoOpWorker] in a process of its own, in the place of the platform's worker.
record NoOpProcess(ChildJvm process, String address) implements AutoCloseable {

    /// For the platform: its own worker takes a type that no job of the row has.
    static final Map<String, String> PLATFORM =
            Map.of("CODEX_JOBS_WORKER_TASK_TYPES", TaskType.DELETE_ENVIRONMENT_DATA.name());

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 100_000_000;

    /// Returns when it is ready.
    static NoOpProcess start(LocalPlatform platform, Path directory)
            throws IOException, InterruptedException {
        var port = freePort();
        var worker = new NoOpProcess(worker(platform, port, directory), "http://127.0.0.1:" + port);
        try {
            worker.awaitReadiness();
            return worker;
        } catch (IllegalStateException | InterruptedException e) {
            worker.close();
            throw e;
        }
    }

    private static ChildJvm worker(LocalPlatform platform, int port, Path directory) {
        var environment = new HashMap<>(platform.variables());
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", Integer.toString(port));
        return ChildJvm.start(
                new ChildJvm.Program(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xss512k"),
                        List.of(Path.of(System.getProperty("java.class.path"))),
                        NoOpWorker.class.getName(),
                        List.of(),
                        environment,
                        directory.resolve("worker.log")));
    }

    private void awaitReadiness() throws InterruptedException {
        var begun = System.nanoTime();
        var request =
                HttpRequest.newBuilder(URI.create(address + "/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "The worker did not get ready:\n" + process.lastWords());
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
