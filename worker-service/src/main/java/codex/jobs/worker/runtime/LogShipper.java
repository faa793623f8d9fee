package codex.jobs.worker.runtime;

import codex.jobs.model.job.Backoff;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.news.LogPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Brings log lines to the broker, however long that takes; knows how much each organization may
/// still say.
@Component
final class LogShipper {

    private static final Logger log = LoggerFactory.getLogger(LogShipper.class);
    private static final Backoff BROKER_AWAY =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final Map<OrganizationId, RateLimit> rates = new ConcurrentHashMap<>();
    private final LogPublisher publisher;
    private final LogLimits limits;
    private final WorkerMetrics metrics;

    LogShipper(LogPublisher publisher, WorkerProperties properties, WorkerMetrics metrics) {
        this.publisher = publisher;
        this.limits = properties.log();
        this.metrics = metrics;
    }

    LineLimits limitsOf(OrganizationId organization) {
        var rate =
                rates.computeIfAbsent(
                        organization, _ -> new RateLimit(limits.organizationLinesPerSecond()));
        return new LineLimits(limits, rate, metrics::lineDropped);
    }

    /// Returns when the broker has the lines.
    ///
    /// @param givenUp asked while the broker is away; once it is true, the lines are let go
    /// @throws TaskFenced if given up
    void ship(List<LogLine> lines, BooleanSupplier givenUp) {
        for (var tries = 1; !shipped(lines); tries++) {
            if (givenUp.getAsBoolean()) {
                throw new TaskFenced("The lines are let go");
            }
            pause(tries);
        }
        metrics.linesShipped(lines.size());
    }

    private boolean shipped(List<LogLine> lines) {
        try {
            publisher.publish(lines).get();
            return true;
        } catch (ExecutionException e) {
            log.warn(
                    "Log lines not acknowledged, trying again: job={} {}",
                    lines.getFirst().job(),
                    String.valueOf(e.getCause()));
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause(int tries) {
        try {
            Pause.after(tries, BROKER_AWAY);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static TaskFenced interrupted() {
        Thread.currentThread().interrupt();
        return new TaskFenced("Interrupted while lines were on their way");
    }
}
