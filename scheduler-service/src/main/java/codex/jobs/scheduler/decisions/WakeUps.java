package codex.jobs.scheduler.decisions;

import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.stores.jobs.JobStore;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Jobs whose time has come: scheduled ones, retries after a backoff, and all whose news got lost.
@Component
public final class WakeUps {

    private static final int MAX_ROUNDS = 100;

    private final JobStore jobs;
    private final Decisions decisions;
    private final Effects effects;
    private final SchedulerMetrics metrics;
    private final InstantSource clock;
    private final int batch;

    WakeUps(
            JobStore jobs,
            Decisions decisions,
            Effects effects,
            SchedulerMetrics metrics,
            InstantSource clock,
            SchedulerProperties properties) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.effects = effects;
        this.metrics = metrics;
        this.clock = clock;
        this.batch = properties.batch();
    }

    /// Decides them, one batch after the other, for a while at most.
    public void decideDue() {
        for (int round = 0; round < MAX_ROUNDS && decidesFullBatch(); round++) {
            // there may be more
        }
    }

    private boolean decidesFullBatch() {
        var due = jobs.dueForWakeUp(clock.instant(), batch);
        if (due.isEmpty() || !effects.arrive(due.getFirst())) {
            return false;
        }
        metrics.wokenUp(due.size());
        var written = decisions.decide(due);
        return due.size() == batch && written > 0;
    }
}
