package codex.jobs.local;

import java.util.List;

/// The services of this project, as they are started here.
enum Service {
    API("api", "-Xmx256m"),
    SCHEDULER("scheduler", "-Xmx160m"),
    WORKER("worker", "-Xmx256m");

    /// A virtual thread that waits while it loads a class keeps its carrier. With one for each of
    /// two processors, two such threads could wait for a third one for ever.
    private static final String CARRIERS = "-Djdk.virtualThreadScheduler.parallelism=32";

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
        return List.of(
                heap,
                CARRIERS,
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-Dspring.output.ansi.enabled=never");
    }
}
