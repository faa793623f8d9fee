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

/// The same as [NoOpJobs] with handlers that do nothing at all: what the platform itself costs. The
/// platform's own worker is kept idle, and a [NoOpWorker] takes its place.
final class PlatformOverhead implements Row {

    private static final int ORGANIZATIONS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 100_000_000;

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.freshPlatform(Map.of("CODEX_JOBS_WORKER_TASK_TYPES", idle()));
        var port = freePort();
        try (var worker = worker(platform, port, laboratory.directory("no-op-worker"));
                var client = new Client(platform)) {
            var address = "http://127.0.0.1:" + port;
            awaitReadiness(worker, address);
            var tenants = Tenant.createAll(platform.stores(), "overhead", ORGANIZATIONS);
            var processes = platform.processes().with("worker", worker.pid(), address);
            return NoOpJobs.figures(laboratory, new Flood(platform, processes, client, tenants));
        } finally {
            laboratory.stopPlatform();
        }
    }

    /// A type that no job of this row has.
    private static String idle() {
        return TaskType.DELETE_ENVIRONMENT_DATA.name();
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

    private static void awaitReadiness(ChildJvm worker, String address)
            throws InterruptedException {
        var begun = System.nanoTime();
        var request =
                HttpRequest.newBuilder(URI.create(address + "/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                if (!worker.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IllegalStateException(
                            "The worker did not get ready:\n" + worker.lastWords());
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
}
