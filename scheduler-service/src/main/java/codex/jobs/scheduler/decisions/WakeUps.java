package codex.jobs.scheduler.decisions;

import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.stores.jobs.JobStore;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Jobs whose time has come: scheduled ones, retries after a backoff, and all whose news got lost.
@Component
public final class WakeUps {

    private final JobStore jobs;
    private final Decisions decisions;
    private final SchedulerMetrics metrics;
    private final InstantSource clock;
    private final int batch;

    WakeUps(
            JobStore jobs,
            Decisions decisions,
            SchedulerMetrics metrics,
            InstantSource clock,
            SchedulerProperties properties) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.metrics = metrics;
        this.clock = clock;
        this.batch = properties.batch();
    }

    /// Decides one batch of them.
    public void decideDue() {
        var due = jobs.dueForWakeUp(clock.instant(), batch);
        if (!due.isEmpty()) {
            metrics.wokenUp(due.size());
            decisions.decideLoaded(due);
        }
    }
}
