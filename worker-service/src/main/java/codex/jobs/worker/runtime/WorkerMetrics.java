package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// What this worker tells its operators.
@Component
final class WorkerMetrics {

    private static final String PREFIX = "codex.jobs.worker.";

    /// How a command was answered.
    enum Claim {
        WON,
        /// Doubled or late: somebody has done or undone it.
        REFUSED,
        /// Given back to the broker: no slot, or no store.
        RELEASED,
        UNDECODABLE
    }

    private final MeterRegistry registry;
    private final Map<TaskType, AtomicInteger> running = new EnumMap<>(TaskType.class);
    private final Counter sessionsLost;
    private final Counter linesShipped;
    private final Counter linesDropped;
    private final Counter runaways;

    WorkerMetrics(MeterRegistry registry, Slots slots) {
        this.registry = registry;
        registry.gauge(PREFIX + "slots.free", slots, Slots::free);
        for (var type : TaskType.values()) {
            var count = new AtomicInteger();
            running.put(type, count);
            registry.gauge(PREFIX + "tasks.running", Tags.of("type", type.slug()), count);
        }
        sessionsLost = registry.counter(PREFIX + "sessions.lost");
        linesShipped = registry.counter(PREFIX + "log.lines", "result", "shipped");
        linesDropped = registry.counter(PREFIX + "log.lines", "result", "dropped");
        runaways = registry.counter(PREFIX + "tasks.runaway");
    }

    void claims(TaskType type, Claim result, int count) {
        if (count > 0) {
            registry.counter(PREFIX + "claims", "type", type.slug(), "result", lower(result))
                    .increment(count);
        }
    }

    void taskStarted(TaskType type) {
        running(type).incrementAndGet();
    }

    void taskEnded(TaskType type, String outcome, Duration took) {
        running(type).decrementAndGet();
        Timer.builder(PREFIX + "task")
                .tag("type", type.slug())
                .tag("outcome", outcome)
                .register(registry)
                .record(took);
    }

    void chunkDone(TaskType type) {
        registry.counter(PREFIX + "chunks", "type", type.slug()).increment();
    }

    void linesShipped(int count) {
        linesShipped.increment(count);
    }

    void lineDropped() {
        linesDropped.increment();
    }

    void sessionLost() {
        sessionsLost.increment();
    }

    /// A handler that neither returned nor obeyed its interruption.
    void runaway() {
        runaways.increment();
    }

    private AtomicInteger running(TaskType type) {
        return Objects.requireNonNull(running.get(type));
    }

    private static String lower(Claim result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}
