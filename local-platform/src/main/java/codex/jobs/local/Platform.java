package codex.jobs.local;

import codex.jobs.embedded.ChildJvm;
import codex.jobs.embedded.EmbeddedServer;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running platform: the parts, then the services, then `platform.env`; and back down in the
/// opposite order. What dies while it runs is started again, as a cluster would.
final class Platform implements AutoCloseable {

    private final DataDirectory directory;
    private final PlatformFile file;
    private final EmbeddedParts parts;
    private final List<ServiceProcess> services = new ArrayList<>();
    private final Ports ports;
    private final int port;
    private @Nullable Watch watch;

    private Platform(DataDirectory directory, Ports ports, int port) {
        this.directory = directory;
        this.ports = ports;
        this.port = port;
        this.file = new PlatformFile(directory.path());
        this.parts = new EmbeddedParts(directory.path());
    }

    /// Returns when every service is ready and the demo data is there.
    ///
    /// @param news one line about each step, for whoever waits
    /// @throws CannotStart if anything is in the way; nothing runs then
    static Platform start(Options options, Consumer<String> news) throws InterruptedException {
        var ports = new Ports();
        var port = options.port() == 0 ? ports.free() : ports.certain(options.port());
        var platform = new Platform(DataDirectory.open(options.dataDir()), ports, port);
        try {
            platform.start(options.workers(), options.schedulers(), news);
            return platform;
        } catch (RuntimeException | InterruptedException e) {
            platform.close();
            throw e;
        }
    }

    String apiUrl() {
        return "http://localhost:" + port;
    }

    PlatformFile file() {
        return file;
    }

    List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    EmbeddedParts parts() {
        return parts;
    }

    /// The variables of `platform.env`.
    Map<String, String> variables() {
        var variables = new HashMap<String, String>(addresses());
        variables.put("CODEX_JOBS_API_URL", apiUrl());
        for (var part : parts.all()) {
            variables.put(pids(part.name()), Long.toString(part.process().pid()));
        }
        services.stream()
                .collect(Collectors.groupingBy(ServiceProcess::service))
                .forEach((service, running) -> {
                    variables.put(
                            pids(service.label()), joined(running, one -> one.process().pid()));
                    variables.put(
                            variable(service.label(), "URLS"),
                            joined(running, ServiceProcess::address));
                });
        return variables;
    }

    /// What closing it does, for whoever waits for that.
    String farewell() {
        var isSlow =
                Stream.concat(
                                parts.all().stream().map(EmbeddedServer::process),
                                services.stream().map(ServiceProcess::process))
                        .anyMatch(ChildJvm::isRecording);
        return isSlow
                ? "Stopping, and keeping loaded classes for faster starts: once after a build"
                : "Stopping";
    }

    /// Services first, and workers first among them: what they hand back must still be stored.
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        file.delete();
        for (var service : List.of(Service.WORKER, Service.SCHEDULER, Service.API)) {
            var running = services.stream().filter(one -> one.service() == service).toList();
            InParallel.each(running, one -> one.process().close());
        }
        parts.close();
        directory.close();
    }

    private void start(int workers, int schedulers, Consumer<String> news)
            throws InterruptedException {
        file.delete();
        news.accept("Starting Kafka, MongoDB, S3 and OpenSearch");
        parts.start();
        news.accept("Starting the services");
        add(Service.API, 1);
        add(Service.SCHEDULER, schedulers);
        add(Service.WORKER, workers);
        DemoData.write(parts.settings());
        awaitServices();
        file.write(variables());
        watch = new Watch(this, news);
    }

    private void add(Service service, int count) {
        for (var number = 1; number <= count; number++) {
            var servicePort = service == Service.API ? port : ports.free();
            services.add(
                    new ServiceProcess(
                            service, number, servicePort, addresses(), directory.path()));
        }
    }

    private void awaitServices() throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var service : services) {
                service.awaitReadiness(http);
            }
        }
    }

    private Map<String, String> addresses() {
        var addresses = new LinkedHashMap<String, String>();
        parts.settings().forEach((setting, value) -> addresses.put(setting.variable(), value));
        return addresses;
    }

    private static <T> String joined(
            List<ServiceProcess> running, java.util.function.Function<ServiceProcess, T> property) {
        return running.stream()
                .sorted(Comparator.comparing(ServiceProcess::name))
                .map(one -> String.valueOf(property.apply(one)))
                .collect(Collectors.joining(","));
    }

    private static String pids(String name) {
        return variable(name, "PIDS");
    }

    private static String variable(String name, String what) {
        return "CODEX_JOBS_" + name.toUpperCase(Locale.ROOT) + "_" + what;
    }

    /// Starts again what has died; returns whether anything had.
    boolean revive(Consumer<String> news) {
        var revived = false;
        for (var part : parts.all()) {
            revived |= revive(part, news);
        }
        for (var service : services) {
            if (!service.process().isAlive()) {
                var before = service.process().pid();
                service.restart();
                news.accept(restarted(service.name(), before, service.process().pid()));
                revived = true;
            }
        }
        if (revived) {
            file.write(variables());
        }
        return revived;
    }

    private static boolean revive(EmbeddedServer part, Consumer<String> news) {
        if (part.process().isAlive()) {
            return false;
        }
        var before = part.process().pid();
        part.start();
        news.accept(restarted(part.name(), before, part.process().pid()));
        return true;
    }

    private static String restarted(String name, long before, long after) {
        return name + " (process " + before + ") ended and runs again as process " + after;
    }
}
