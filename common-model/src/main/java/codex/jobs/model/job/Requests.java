package codex.jobs.model.job;

import codex.jobs.model.job.JobEvent.CancelRequested;
import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.RetryRequested;
import codex.jobs.model.job.JobEvent.RolledBack;
import codex.jobs.model.job.JobEvent.UpdateRequested;
import codex.jobs.model.job.Step.Ignored;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The part of [JobMachine] that does what users ask of a job: to end, to go on, to be changed or
/// hidden.
final class Requests {

    private Requests() {}

    static Step cancel(Job job, CancelRequested request, Instant now) {
        if (job.status().isTerminal()) {
            return new Ignored("already over");
        }
        if (job.cancelRequestedAt() != null) {
            return new Ignored("already asked for");
        }
        var next = new JobEdit(job);
        next.cancelRequestedAt = now;
        next.updatedBy = request.by();
        next.error = Cancel.error(request.by(), request.reason(), job);
        next.said();
        if (job.status() == JobStatus.PENDING) {
            return job.startedAt() == null ? withdrawn(next, now) : notRetried(next, now);
        }
        if (job.leaseOwner() != null) {
            return JobMachine.applied(next, now, true);
        }
        return job.currentTask()
                .map(task -> JobMachine.cancelled(next, new TaskEdit(task), now))
                .orElseGet(() -> new Ignored("nothing left to cancel"));
    }

    private static Step withdrawn(JobEdit next, Instant now) {
        next.status = JobStatus.DELETED;
        next.outcome = JobOutcome.CANCELLED;
        return JobMachine.over(next, now);
    }

    private static Step notRetried(JobEdit next, Instant now) {
        next.status = JobStatus.FAILED;
        next.outcome = JobOutcome.CANCELLED;
        return JobMachine.over(next, now);
    }

    static Step retry(Job job, RetryRequested request, Instant now) {
        if (!(Liveness.of(job, now) instanceof Liveness.Over)) {
            return new Ignored("not over");
        }
        if (job.dryRun()) {
            return new Ignored("a dry run keeps nothing to go on with");
        }
        var items = request.from() == Retry.FAILED_ITEMS;
        var first = job.tasks().getFirst();
        if (items ? first.counts().failed() == 0 : job.status() != JobStatus.FAILED) {
            return new Ignored(items ? "no item has failed" : "has not failed");
        }
        if (job.status() == JobStatus.DELETED) {
            return new Ignored("deleted");
        }
        var next = new JobEdit(job);
        next.attempt++;
        for (var task : job.tasks()) {
            next.task(again(job, task, request.from(), next.attempt));
        }
        next.status = JobStatus.PENDING;
        next.lockWait = null;
        next.outcome = null;
        next.error = null;
        next.finishedAt = null;
        next.cancelRequestedAt = null;
        next.settled = false;
        next.scheduledTime =
                request.notBefore() == null ? job.scheduledTime() : request.notBefore();
        next.wakeAt = later(request.notBefore(), now.plus(JobMachine.LOST_NEWS_AFTER));
        next.updatedBy = request.by();
        next.said();
        return JobMachine.applied(next, now, true);
    }

    private static TaskEdit again(Job job, Task task, Retry from, int attempt) {
        var edit = new TaskEdit(task);
        if (task.status() == TaskStatus.COMPLETED && from == Retry.FROM_CHECKPOINT) {
            return edit;
        }
        if (job.outcome() == JobOutcome.FAILED && endedWithALine(task)) {
            edit.counts = task.counts().forgiven();
        }
        edit.status = TaskStatus.PENDING;
        edit.strikes = 0;
        edit.error = null;
        edit.finishedAt = null;
        if (from == Retry.FROM_START) {
            edit.checkpoint = task.checkpoint().fromStart();
            edit.progress = Progress.NONE;
            edit.counts = edit.counts.linesOnly();
        }
        if (from == Retry.FAILED_ITEMS && task.equals(job.tasks().getFirst())) {
            edit.checkpoint = task.checkpoint().withFailedItems(attempt);
        }
        return edit;
    }

    /// A dead worker says nothing.
    private static boolean endedWithALine(Task task) {
        var error = task.error();
        return task.status() == TaskStatus.FAILED
                && error != null
                && !error.code().equals(JobMachine.WORKER_LOST);
    }

    private static Instant later(@Nullable Instant time, Instant other) {
        return time != null && time.isAfter(other) ? time : other;
    }

    static Step update(Job job, UpdateRequested request, Instant now) {
        if (job.status() != JobStatus.PENDING) {
            return new Ignored("has begun");
        }
        var name = request.name() == null ? job.name() : request.name();
        var time = request.scheduledTime();
        var moves = time != null && !time.equals(job.scheduledTime());
        if (moves && !(Liveness.of(job, now) instanceof Liveness.Scheduled)) {
            return new Ignored("due already");
        }
        if (!moves && name.equals(job.name())) {
            return new Ignored("nothing changes");
        }
        var next = new JobEdit(job);
        next.name = name;
        next.updatedBy = request.by();
        next.said();
        if (moves) {
            next.scheduledTime = time;
            next.wakeAt = later(time, now);
            var first = new TaskEdit(job.tasks().getFirst());
            first.runAt = next.wakeAt;
            next.task(first);
        }
        return JobMachine.applied(next, now, true);
    }

    static Step delete(Job job, DeleteRequested request, Instant now) {
        if (job.status() == JobStatus.DELETED || job.status() == JobStatus.ACTIVE) {
            return new Ignored("deleted already, or running");
        }
        var next = new JobEdit(job);
        next.updatedBy = request.by();
        if (job.status() == JobStatus.PENDING) {
            next.said();
            next.error = Cancel.error(request.by(), null, job);
            return withdrawn(next, now);
        }
        if (!job.settled()) {
            return new Ignored("not settled");
        }
        next.status = JobStatus.DELETED;
        next.wakeAt = now.plus(JobMachine.LOST_NEWS_AFTER);
        return JobMachine.applied(next, now, true);
    }

    static Step rolledBack(Job job, RolledBack back, Instant now) {
        if (job.status() != JobStatus.COMPLETED) {
            return new Ignored("has not completed");
        }
        var next = new JobEdit(job);
        next.updatedBy = back.by();
        next.said();
        return JobMachine.applied(next, now, false);
    }
}
