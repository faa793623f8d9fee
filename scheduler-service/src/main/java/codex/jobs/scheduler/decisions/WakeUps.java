package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.JobId;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.due.DatabaseTime;
import codex.jobs.scheduler.due.DueLoop;
import codex.jobs.scheduler.due.Share;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// Jobs whose time has come: scheduled ones, retries after a backoff, and all whose news got lost.
@Component
public final class WakeUps {

    private final JobStore jobs;
    private final Decisions decisions;
    private final Effects effects;
    private final SchedulerMetrics metrics;
    private final DatabaseTime time;
    private final DueLoop loop;

    WakeUps(
            JobStore jobs,
            Decisions decisions,
            Effects effects,
            SchedulerMetrics metrics,
            SoonDue soonDue,
            Share share,
            DatabaseTime time,
            SchedulerProperties properties) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.effects = effects;
        this.metrics = metrics;
        this.time = time;
        this.loop =
                new DueLoop(
                        jobs::wakeUps,
                        this::decide,
                        soonDue.timers(),
                        share,
                        time,
                        properties.wakeUpPeriod(),
                        properties.batch());
    }

    /// Decides some that are due; answers how long none is.
    public Duration decideDue() {
        return loop.turn();
    }

    private boolean decide(List<String> ids) {
        var now = time.instant();
        var due =
                jobs.findAll(ids.stream().map(JobId::new).toList()).stream()
                        // Others may have looked at it since.
                        .filter(job -> job.wakeAt() != null && !job.wakeAt().isAfter(now))
                        .toList();
        if (due.isEmpty()) {
            return true;
        }
        if (!effects.arrive(due.getFirst())) {
            return false;
        }
        metrics.wokenUp(due, now);
        return decisions.decide(due) > 0;
    }
}
