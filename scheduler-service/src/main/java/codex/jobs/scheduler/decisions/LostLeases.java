package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.JobEvent.TaskReleased;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.stores.jobs.JobStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Takes the leases of a dead session and releases its tasks again, at once.
@Component
public final class LostLeases {

    private static final int AT_ONCE = 500;

    /// Each round takes what is left; a session that still has leases after so many is tried later.
    private static final int MAX_ROUNDS = 1_000;

    private final JobStore jobs;
    private final Decisions decisions;
    private final SchedulerMetrics metrics;
    private final InstantSource clock;

    LostLeases(JobStore jobs, Decisions decisions, SchedulerMetrics metrics, InstantSource clock) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.metrics = metrics;
        this.clock = clock;
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
            var taken = held.stream().flatMap(job -> taken(job, session).stream()).toList();
            if (taken.isEmpty()) {
                return false;
            }
            var lost = decisions.carryOut(taken);
            taken.stream()
                    .filter(decision -> !lost.contains(decision.change().next().id()))
                    .forEach(_ -> metrics.leaseTaken());
        }
        return false;
    }

    private Optional<Decision> taken(Job job, SessionId session) {
        return job.currentTask()
                .filter(task -> task.status() == TaskStatus.ACTIVE)
                .flatMap(task ->
                        Decision.of(
                                job,
                                clock.instant(),
                                List.of(
                                        new LeaseLost(task.id(), task.attempt(), session),
                                        new TaskReleased(task.id()))));
    }
}
