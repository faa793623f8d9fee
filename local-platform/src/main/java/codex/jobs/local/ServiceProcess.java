package codex.jobs.local;

import codex.jobs.embedded.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One running service: the unchanged Boot jar as it unpacks itself, which starts faster than the
/// jar of jars, told by environment variables where everything is.
final class ServiceProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Service service;
    private final String name;
    private final int port;
    private final ChildJvm.Program program;
    private ChildJvm process;

    /// @param number tells services of the same kind apart, from 1
    ServiceProcess(
            Service service, int number, int port, Map<String, String> addresses, Path dataDir) {
        this.service = service;
        this.name = service.label() + "-" + number;
        this.port = port;
        this.program = program(service, name, port, addresses, dataDir);
        this.process = ChildJvm.start(program);
    }

    private static ChildJvm.Program program(
            Service service, String name, int port, Map<String, String> addresses, Path dataDir) {
        var environment = new HashMap<>(addresses);
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", Integer.toString(port));
        return new ChildJvm.Program(
                service.jvmOptions(),
                List.of(Installation.service(service)),
                service.mainClass(),
                List.of(),
                environment,
                dataDir.resolve("logs").resolve(name + ".log"));
    }

    Service service() {
        return service;
    }

    String name() {
        return name;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    ChildJvm process() {
        return process;
    }

    void restart() {
        process = ChildJvm.start(program);
    }

    /// Returns when it says that it is ready.
    ///
    /// @throws CannotStart with the last lines of its log, when it ends or does not get ready
    void awaitReadiness(HttpClient http) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(http)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new CannotStart(
                        name
                                + (process.isAlive() ? " did not get ready" : " ended at start")
                                + ". The end of "
                                + program.log()
                                + ":\n\n"
                                + process.lastWords());
            }
            Thread.sleep(POLL);
        }
        process.serves();
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address() + "/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
