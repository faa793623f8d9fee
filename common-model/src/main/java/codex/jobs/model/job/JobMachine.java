package codex.jobs.model.job;

import codex.jobs.model.job.JobEvent.Admitted;
import codex.jobs.model.job.JobEvent.CancelRequested;
import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.JobEvent.LockRefused;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.Queued;
import codex.jobs.model.job.JobEvent.RetryRequested;
import codex.jobs.model.job.JobEvent.RolledBack;
import codex.jobs.model.job.JobEvent.Settled;
import codex.jobs.model.job.JobEvent.TaskCheckpointed;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobEvent.TaskCompleted;
import codex.jobs.model.job.JobEvent.TaskFailed;
import codex.jobs.model.job.JobEvent.TaskHandedBack;
import codex.jobs.model.job.JobEvent.TaskReleased;
import codex.jobs.model.job.JobEvent.TaskStopped;
import codex.jobs.model.job.JobEvent.UpdateRequested;
import codex.jobs.model.job.Step.Applied;
import codex.jobs.model.job.Step.Ignored;
import codex.jobs.model.message.JobNews;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Job + event + time → next job + effects. Nothing else changes a status. A pure function:
/// doubled, late and reordered events are ignored with a reason.
public final class JobMachine {

    /// How long news may take before somebody looks by itself.
    public static final Duration LOST_NEWS_AFTER = Duration.ofSeconds(2);

    /// A waiting job is freed by the one that holds the lock; this is for when that news is lost.
    static final Duration RECHECK_LOCKS_AFTER = Duration.ofSeconds(30);

    /// The error of a task that used up its attempts.
    public static final String ATTEMPTS_EXHAUSTED = "TASK_ATTEMPTS_EXHAUSTED";

    static final String WORKER_LOST = "WORKER_LOST";

    private JobMachine() {}

    public static Step step(Job job, JobEvent event, Instant now) {
        return switch (event) {
            case Queued queued -> queued(job, queued, now);
            case Admitted _ -> admitted(job, now);
            case LocksGranted _ -> locksGranted(job, now);
            case LockRefused refused -> lockRefused(job, refused, now);
            case TaskReleased released -> taskReleased(job, released, now);
            case TaskClaimed claimed -> taskClaimed(job, claimed, now);
            case TaskCheckpointed done -> taskCheckpointed(job, done, now);
            case TaskCompleted done -> taskCompleted(job, done, now);
            case TaskFailed failed -> taskFailed(job, failed, now);
            case TaskHandedBack back -> taskHandedBack(job, back, now);
            case TaskStopped stopped -> taskStopped(job, stopped, now);
            case LeaseLost lost -> leaseLost(job, lost, now);
            case CancelRequested request -> Requests.cancel(job, request, now);
            case RetryRequested request -> Requests.retry(job, request, now);
            case UpdateRequested request -> Requests.update(job, request, now);
            case DeleteRequested request -> Requests.delete(job, request, now);
            case RolledBack back -> Requests.rolledBack(job, back, now);
            case Settled _ -> settled(job, now);
        };
    }

    private static Step queued(Job job, Queued queued, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.NeedsLocks) || job.isAdmitted()) {
            return new Ignored("does not wait for its admission");
        }
        var next = new JobEdit(job);
        next.queueWait = new QueueWait(queued.reason(), now);
        next.wakeAt = null;
        return applied(next, now, false);
    }

    private static Step admitted(Job job, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.InQueue)) {
            return new Ignored("is not queued");
        }
        var next = new JobEdit(job);
        next.queueWait = null;
        next.wakeAt = now;
        return applied(next, now, false);
    }

    private static Step locksGranted(Job job, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.NeedsLocks)) {
            return new Ignored("not waiting for locks");
        }
        var next = new JobEdit(job);
        next.status = JobStatus.ACTIVE;
        next.startedAt = now;
        next.lockWait = null;
        next.wakeAt = now;
        return applied(next, now, true);
    }

    private static Step lockRefused(Job job, LockRefused refused, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.NeedsLocks)) {
            return new Ignored("not waiting for locks");
        }
        var wait = new LockWait(refused.environment(), refused.holder());
        var next = new JobEdit(job);
        if (!wait.equals(job.lockWait())) {
            next.lockWait = wait;
            next.said();
        }
        next.wakeAt = now.plus(RECHECK_LOCKS_AFTER);
        return applied(next, now, false);
    }

    private static Step taskReleased(Job job, TaskReleased released, Instant now) {
        return switch (Liveness.of(job, now)) {
            case Liveness.NeedsRelease(var task) when task.id().equals(released.task()) ->
                    dispatched(job, task, 1, now);
            case Liveness.Dispatched(var task, var resendAt)
                    when task.id().equals(released.task()) && !resendAt.isAfter(now) ->
                    dispatched(job, task, TaskRelease.timesSent(task) + 1, now);
            default -> new Ignored("task does not wait for its release");
        };
    }

    private static Step dispatched(Job job, Task task, int times, Instant now) {
        var next = new JobEdit(job);
        var command = TaskRelease.of(next, job, task, times, now);
        return new Applied(next.done(now), List.of(command));
    }

    private static Step taskClaimed(Job job, TaskClaimed claimed, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.Dispatched(var task, _))
                || !task.id().equals(claimed.task())) {
            return new Ignored("task does not wait for a worker");
        }
        if (claimed.attempt() != task.attempt() + 1) {
            return new Ignored("command is for attempt " + claimed.attempt());
        }
        var next = new JobEdit(job);
        var edit = new TaskEdit(task);
        edit.status = TaskStatus.ACTIVE;
        edit.attempt = claimed.attempt();
        edit.dispatch = null;
        edit.runAt = task.startedAt() == null ? now : task.runAt();
        edit.startedAt = task.startedAt() == null ? now : task.startedAt();
        next.task(edit);
        next.leaseOwner = claimed.session();
        next.wakeAt = null;
        return applied(next, now, false);
    }

    private static Step taskCheckpointed(Job job, TaskCheckpointed done, Instant now) {
        return whileRunning(
                job,
                done.task(),
                done.attempt(),
                task -> {
                    if (done.checkpoint().chunksDone() < task.checkpoint().chunksDone()) {
                        return new Ignored("checkpoint lies behind");
                    }
                    var next = new JobEdit(job);
                    var edit = new TaskEdit(task);
                    if (done.checkpoint().chunksDone() > task.checkpoint().chunksDone()) {
                        edit.strikes = 0;
                    }
                    edit.checkpoint = done.checkpoint();
                    edit.progress = done.progress();
                    edit.counts = done.counts();
                    next.task(edit);
                    return applied(next, now, false);
                });
    }

    private static Step taskCompleted(Job job, TaskCompleted done, Instant now) {
        return whileRunning(
                job,
                done.task(),
                done.attempt(),
                task -> {
                    var next = new JobEdit(job);
                    var edit = new TaskEdit(task);
                    edit.status = TaskStatus.COMPLETED;
                    edit.finishedAt = now;
                    edit.progress = done.progress();
                    edit.counts = done.counts();
                    edit.strikes = 0;
                    edit.error = null;
                    next.task(edit);
                    next.result = job.result().or(done.result());
                    next.leaseOwner = null;
                    var following = next.nextTask();
                    if (following.isEmpty()) {
                        return jobCompleted(next, now);
                    }
                    if (job.cancelRequestedAt() != null) {
                        // The worker was faster than the request; the tasks behind it never start.
                        next.status = JobStatus.FAILED;
                        next.outcome = JobOutcome.CANCELLED;
                        return over(next, now);
                    }
                    return handedOn(next, job, following.get(), now);
                });
    }

    /// The next task goes into its topic with the same write that completes the one before (ADR 6).
    private static Step handedOn(JobEdit next, Job job, Task following, Instant now) {
        var command = TaskRelease.of(next, job, following, 1, now);
        var done = next.done(now);
        return new Applied(done, List.of(command, news(done, JobNews.Kind.PROGRESSED)));
    }

    private static Step jobCompleted(JobEdit next, Instant now) {
        // The worker was faster than a request to cancel.
        next.error = null;
        next.status = JobStatus.COMPLETED;
        next.outcome =
                next.counts().errors() == 0
                        ? JobOutcome.SUCCEEDED
                        : JobOutcome.SUCCEEDED_WITH_ERRORS;
        return over(next, now);
    }

    private static Step taskFailed(Job job, TaskFailed failed, Instant now) {
        return whileRunning(
                job,
                failed.task(),
                failed.attempt(),
                task -> {
                    var next = new JobEdit(job);
                    var edit = new TaskEdit(task);
                    edit.progress = failed.progress();
                    edit.counts = failed.counts();
                    next.result = job.result().or(failed.result());
                    if (!failed.error().retryable()) {
                        return failedForGood(next, edit, failed.error(), now);
                    }
                    return struck(
                            next,
                            edit,
                            failed.error(),
                            RetryPolicy.delay(failed.task(), failed.attempt(), task.strikes() + 1),
                            job.cancelRequestedAt() != null,
                            now);
                });
    }

    private static Step taskHandedBack(Job job, TaskHandedBack back, Instant now) {
        return whileRunning(
                job,
                back.task(),
                back.attempt(),
                task -> {
                    var next = new JobEdit(job);
                    var edit = new TaskEdit(task);
                    if (job.cancelRequestedAt() != null) {
                        return cancelled(next, edit, now);
                    }
                    waitsAgain(next, edit, Duration.ZERO, now);
                    return applied(next, now, true);
                });
    }

    private static Step taskStopped(Job job, TaskStopped stopped, Instant now) {
        return whileRunning(
                job,
                stopped.task(),
                stopped.attempt(),
                task ->
                        job.cancelRequestedAt() == null
                                ? new Ignored("nobody has asked to stop")
                                : cancelled(new JobEdit(job), new TaskEdit(task), now));
    }

    private static Step leaseLost(Job job, LeaseLost lost, Instant now) {
        if (!lost.session().equals(job.leaseOwner())) {
            return new Ignored("lease belongs to another session");
        }
        return whileRunning(
                job,
                lost.task(),
                lost.attempt(),
                task ->
                        struck(
                                new JobEdit(job),
                                new TaskEdit(task),
                                new JobError(
                                        WORKER_LOST,
                                        "The worker stopped responding",
                                        task.id(),
                                        true),
                                Duration.ZERO,
                                job.cancelRequestedAt() != null,
                                now));
    }

    private static Step settled(Job job, Instant now) {
        var liveness = Liveness.of(job, now);
        if (!(liveness instanceof Liveness.NeedsSettling)
                && !(liveness instanceof Liveness.NeedsTelling)) {
            return new Ignored("nothing to settle");
        }
        var next = new JobEdit(job);
        next.settled = true;
        next.wakeAt = null;
        return applied(next, now, false);
    }

    private static Step whileRunning(
            Job job, TaskId id, int attempt, Function<Task, Step> transition) {
        var task = job.task(id).orElse(null);
        if (task == null) {
            return new Ignored("no such task");
        }
        if (job.status() != JobStatus.ACTIVE || task.status() != TaskStatus.ACTIVE) {
            return new Ignored("task is not running");
        }
        if (task.attempt() != attempt) {
            return new Ignored("task runs as attempt " + task.attempt());
        }
        return transition.apply(task);
    }

    private static Step struck(
            JobEdit next,
            TaskEdit edit,
            JobError error,
            Duration delay,
            boolean cancelRequested,
            Instant now) {
        if (cancelRequested) {
            return cancelled(next, edit, now);
        }
        edit.strikes++;
        if (!RetryPolicy.of(error).allowsAnother(edit.strikes)) {
            return failedForGood(
                    next,
                    edit,
                    error,
                    new JobError(
                            ATTEMPTS_EXHAUSTED,
                            "Given up after "
                                    + edit.strikes
                                    + " attempts without progress: "
                                    + error.message(),
                            error.taskId(),
                            true),
                    now);
        }
        edit.error = error;
        waitsAgain(next, edit, delay, now);
        return applied(next, now, true);
    }

    private static void waitsAgain(JobEdit next, TaskEdit edit, Duration delay, Instant now) {
        edit.status = TaskStatus.PENDING;
        edit.dispatch = null;
        edit.notBefore = now.plus(delay);
        next.task(edit);
        next.leaseOwner = null;
        next.wakeAt = edit.notBefore;
    }

    private static Step failedForGood(JobEdit next, TaskEdit edit, JobError error, Instant now) {
        return failedForGood(next, edit, error, error, now);
    }

    /// @param cause why the task failed
    /// @param error why the job did
    private static Step failedForGood(
            JobEdit next, TaskEdit edit, JobError cause, JobError error, Instant now) {
        edit.error = cause;
        next.error = error;
        next.outcome = JobOutcome.FAILED;
        return endedWithTask(next, edit, now);
    }

    static Step cancelled(JobEdit next, TaskEdit edit, Instant now) {
        next.outcome = JobOutcome.CANCELLED;
        return endedWithTask(next, edit, now);
    }

    private static Step endedWithTask(JobEdit next, TaskEdit edit, Instant now) {
        edit.status = TaskStatus.FAILED;
        edit.dispatch = null;
        edit.notBefore = null;
        edit.finishedAt = now;
        next.task(edit);
        next.status = JobStatus.FAILED;
        return over(next, now);
    }

    static Step over(JobEdit next, Instant now) {
        next.finishedAt = now;
        next.leaseOwner = null;
        next.lockWait = null;
        next.wakeAt = now.plus(LOST_NEWS_AFTER);
        return applied(next, now, true);
    }

    static Step applied(JobEdit next, Instant now, boolean schedulerMustLook) {
        var job = next.done(now);
        var kind = schedulerMustLook ? JobNews.Kind.CHANGED : JobNews.Kind.PROGRESSED;
        return new Applied(job, List.of(news(job, kind)));
    }

    private static Effect news(Job job, JobNews.Kind kind) {
        return new Effect.PublishNews(
                new JobNews(job.organization(), job.id(), job.version(), kind));
    }
}
