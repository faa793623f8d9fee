package codex.jobs.local;

import java.util.List;

/// The services of this project, as they are started here.
enum Service {
    API("api", "codex.jobs.api.ApiApplication", "-Xmx256m"),
    SCHEDULER("scheduler", "codex.jobs.scheduler.SchedulerApplication", "-Xmx160m"),
    WORKER("worker", "codex.jobs.worker.WorkerApplication", "-Xmx256m");

    private final String label;
    private final String mainClass;
    private final String heap;

    Service(String label, String mainClass, String heap) {
        this.label = label;
        this.mainClass = mainClass;
        this.heap = heap;
    }

    String label() {
        return label;
    }

    String jar() {
        return label + "-service.jar";
    }

    String mainClass() {
        return mainClass;
    }

    /// Small heaps and the collector with the smallest footprint: everything shares one machine.
    List<String> jvmOptions() {
        return List.of(heap, "-XX:+UseSerialGC", "-Xss512k", "-Dspring.output.ansi.enabled=never");
    }
}
