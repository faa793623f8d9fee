package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.stores.jobs.JobStore;
import java.util.List;
import org.springframework.stereotype.Component;

/// Takes the leases of a dead session and releases its tasks again, at once.
@Component
public final class LostLeases {

    private static final int AT_ONCE = 500;

    /// Each round takes what is left; a session that still has leases after so many is tried later.
    private static final int MAX_ROUNDS = 100;

    private final JobStore jobs;
    private final Decisions decisions;
    private final SchedulerMetrics metrics;

    LostLeases(JobStore jobs, Decisions decisions, SchedulerMetrics metrics) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.metrics = metrics;
    }

    /// Takes every lease that the session holds.
    ///
    /// @return whether the session holds no lease any more
    public boolean takeFrom(SessionId session) {
        for (var round = 0; round < MAX_ROUNDS; round++) {
            var held = jobs.leasedBy(session, AT_ONCE);
            if (held.isEmpty()) {
                return true;
            }
            decisions.decide(held, job -> lost(job, session));
            metrics.leasesTaken(held.size());
        }
        return false;
    }

    private static List<JobEvent> lost(Job job, SessionId session) {
        return job
                .currentTask()
                .filter(task -> task.status() == TaskStatus.ACTIVE)
                .<JobEvent>map(task -> new LeaseLost(task.id(), task.attempt(), session))
                .stream()
                .toList();
    }
}
