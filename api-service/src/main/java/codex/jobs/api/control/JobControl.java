package codex.jobs.api.control;

import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.CancelRequested;
import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.UpdateRequested;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.stores.dead.DeadTaskStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Cancels, updates and deletes jobs. Whatever was done already is answered like the first time.
@Component
final class JobControl {

    private static final String JOB = "jobId";

    private final JobChanges changes;
    private final DeadTaskStore dead;
    private final ControlLines lines;

    JobControl(JobChanges changes, DeadTaskStore dead, ControlLines lines) {
        this.changes = changes;
        this.dead = dead;
        this.lines = lines;
    }

    Job cancel(Caller caller, JobId id, @Nullable String reason) {
        var answer =
                changes.apply(
                        caller.organization(), id, new CancelRequested(caller.actor(), reason));
        var job = answer.job();
        if (answer.applied()) {
            lines.cancelled(job);
        } else if (!isCancelled(job)) {
            throw new Rejected(
                    ErrorCode.JOB_NOT_CANCELLABLE, JOB, "The job is %s.".formatted(job.status()));
        }
        return job;
    }

    private static boolean isCancelled(Job job) {
        return job.status().isTerminal()
                ? job.outcome() == JobOutcome.CANCELLED
                : job.cancelRequestedAt() != null;
    }

    Job update(Caller caller, JobId id, @Nullable String name, @Nullable Instant scheduledTime) {
        var before = changes.find(caller.organization(), id);
        var answer =
                changes.apply(
                        caller.organization(),
                        id,
                        new UpdateRequested(caller.actor(), name, scheduledTime));
        var job = answer.job();
        if (answer.applied()) {
            lines.updated(before, job);
        } else if (!isSo(job, name, scheduledTime)) {
            throw new Rejected(
                    ErrorCode.JOB_NOT_UPDATABLE,
                    JOB,
                    job.status() == JobStatus.PENDING
                            ? "The job's time has come: it cannot be moved any more."
                            : "The job has begun.");
        }
        return job;
    }

    private static boolean isSo(Job job, @Nullable String name, @Nullable Instant scheduledTime) {
        return (name == null || name.equals(job.name()))
                && (scheduledTime == null || scheduledTime.equals(job.scheduledTime()));
    }

    Job delete(Caller caller, JobId id) {
        changes.findSettled(caller.organization(), id);
        var answer = changes.apply(caller.organization(), id, new DeleteRequested(caller.actor()));
        var job = answer.job();
        if (answer.applied()) {
            lines.cancelled(job);
            dead.close(id, changes.now());
        } else if (job.status() != JobStatus.DELETED) {
            throw new Rejected(
                    ErrorCode.JOB_NOT_DELETABLE,
                    JOB,
                    job.status() == JobStatus.ACTIVE
                            ? "The job runs: cancel it first."
                            : "The job is just being ended.");
        }
        return job;
    }
}
