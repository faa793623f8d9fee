package codex.jobs.local;

import java.util.List;

/// The services of this project, as they are started here.
enum Service {
    API("api", "-Xmx256m"),
    SCHEDULER("scheduler", "-Xmx160m"),
    WORKER("worker", "-Xmx256m");

    private final String label;
    private final String heap;

    Service(String label, String heap) {
        this.label = label;
        this.heap = heap;
    }

    String label() {
        return label;
    }

    String jar() {
        return label + "-service.jar";
    }

    /// Small heaps and the collector with the smallest footprint: everything shares one machine.
    List<String> jvmOptions() {
        return List.of(heap, "-XX:+UseSerialGC", "-Xss512k", "-Dspring.output.ansi.enabled=never");
    }
}
