package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.due.DueLoop;
import codex.jobs.scheduler.due.Timers;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Jobs that were just decided and must be looked at again so soon that a look into the database
/// might come too late.
@Component
final class SoonDue {

    private final Timers timers = new Timers();
    private final Duration horizon;

    SoonDue(SchedulerProperties properties) {
        this.horizon = DueLoop.horizon(properties.wakeUpPeriod());
    }

    void note(Job job, Instant now) {
        var wakeAt = job.wakeAt();
        if (wakeAt != null && wakeAt.isAfter(now) && wakeAt.isBefore(now.plus(horizon))) {
            timers.add(job.id().value(), wakeAt);
        }
    }

    Timers timers() {
        return timers;
    }
}
