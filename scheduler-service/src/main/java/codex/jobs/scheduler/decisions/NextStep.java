package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.LockRefused;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.Settled;
import codex.jobs.model.job.JobEvent.TaskReleased;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.scheduler.locks.LockQueue;
import codex.jobs.stores.news.DeadTask;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What a job needs now, and the events that give it to it.
@Component
class NextStep {

    private static final Logger log = LoggerFactory.getLogger(NextStep.class);

    private final LockQueue locks;
    private final EffectPublisher publisher;
    private final SchedulerMetrics metrics;

    NextStep(LockQueue locks, EffectPublisher publisher, SchedulerMetrics metrics) {
        this.locks = locks;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /// Decides one job.
    ///
    /// @param freed is told of jobs that got a lock through this decision
    Optional<Decision> of(Job job, Instant now, Consumer<Set<JobId>> freed) {
        return switch (Liveness.of(job, now)) {
            case Liveness.NeedsLocks _ -> start(job, now);
            case Liveness.NeedsRelease(var task) -> release(job, task, now);
            case Liveness.Dispatched(var task, var resendAt) ->
                    resendAt.isAfter(now) ? Optional.empty() : release(job, task, now);
            case Liveness.NeedsSettling _ -> settle(job, now, freed);
            case Liveness.Stuck(var why) -> {
                metrics.stuck();
                log.error("Stuck, {}: organization={} job={}", why, job.organization(), job.id());
                yield Optional.empty();
            }
            case Liveness.Over _, Liveness.Scheduled _, Liveness.Leased _, Liveness.BackingOff _ ->
                    Optional.empty();
        };
    }

    private Optional<Decision> start(Job job, Instant now) {
        return locks.acquire(job)
                .map(wait -> waitFor(job, wait, now))
                .orElseGet(() ->
                        Decision.of(
                                job,
                                now,
                                List.of(
                                        new LocksGranted(),
                                        new TaskReleased(job.tasks().getFirst().id()))));
    }

    private Optional<Decision> waitFor(Job job, LockWait wait, Instant now) {
        var decision =
                Decision.of(job, now, List.of(new LockRefused(wait.environment(), wait.holder())));
        return wait.equals(job.lockWait())
                ? decision
                : decision.map(waiting -> waiting.saying(locks.line(job, wait, now)));
    }

    private static Optional<Decision> release(Job job, Task task, Instant now) {
        return Decision.of(job, now, List.of(new TaskReleased(task.id())));
    }

    /// In this order, so that a death in between leaves something to settle.
    private Optional<Decision> settle(Job job, Instant now, Consumer<Set<JobId>> freed) {
        job.tasks().stream()
                .filter(task -> task.status() == TaskStatus.FAILED)
                .filter(NextStep::usedUpItsAttempts)
                .forEach(task -> deadLetter(job, task));
        freed.accept(locks.release(job));
        return Decision.of(job, now, List.of(new Settled()));
    }

    private static boolean usedUpItsAttempts(Task task) {
        var error = task.error();
        return error != null && error.code().equals(JobMachine.ATTEMPTS_EXHAUSTED);
    }

    private void deadLetter(Job job, Task task) {
        var error = task.error();
        try {
            publisher
                    .publish(
                            new DeadTask(
                                    job.organization(),
                                    job.id(),
                                    task.id(),
                                    task.type(),
                                    task.attempt(),
                                    error == null ? null : error.code(),
                                    error == null ? null : error.message()))
                    .join();
            metrics.deadLettered();
        } catch (CompletionException e) {
            // Better a job whose operators were not told than locks that are never given back.
            log.error("Not told the operators: job={} task={}", job.id(), task.id(), e);
        }
    }
}
