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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything that can happen to a job, sensible or not.
final class Events {

    static final JobId OTHER = new JobId("other");
    static final SessionId OTHER_WORKER = new SessionId("w-2");

    private Events() {}

    /// Each kind of event for each task, for the attempts around the current one.
    static List<JobEvent> all(Job job) {
        var events = new ArrayList<JobEvent>();
        for (var reason : QueueWait.Reason.values()) {
            events.add(new Queued(reason));
        }
        events.add(new Admitted());
        events.add(new LocksGranted());
        events.add(new LockRefused(job.environment(), OTHER));
        events.add(new CancelRequested(Jobs.ALICE, "a mistake"));
        for (var from : Retry.values()) {
            events.add(new RetryRequested(Jobs.ALICE, from, null));
        }
        events.add(new UpdateRequested(Jobs.ALICE, job.name() + "!", null));
        events.add(new UpdateRequested(Jobs.ALICE, null, Jobs.NOW));
        events.add(new DeleteRequested(Jobs.ALICE));
        events.add(new RolledBack(Jobs.ALICE));
        events.add(new Settled());
        for (var task : job.tasks()) {
            events.add(new TaskReleased(task.id()));
            for (int attempt = task.attempt() - 1; attempt <= task.attempt() + 1; attempt++) {
                events.addAll(ofAttempt(task, attempt));
            }
        }
        return events;
    }

    /// What workers may say about one attempt.
    static List<JobEvent> ofAttempt(Task task, int attempt) {
        var id = task.id();
        var chunks = task.checkpoint().chunksDone() + 1;
        return List.of(
                new TaskClaimed(id, attempt, Jobs.WORKER),
                new TaskCheckpointed(
                        id,
                        attempt,
                        new Checkpoint(chunks, Map.of()),
                        new Progress(chunks, null),
                        Counts.NONE),
                new TaskCompleted(id, attempt, Progress.NONE, Counts.NONE, JobResult.NONE),
                new TaskCompleted(
                        id,
                        attempt,
                        Progress.NONE,
                        new Counts(1, 0, 0, 0, 1, 2, 0, 1),
                        JobResult.NONE),
                failed(id, attempt, true),
                failed(id, attempt, false),
                new TaskHandedBack(id, attempt),
                new TaskStopped(id, attempt),
                new LeaseLost(id, attempt, Jobs.WORKER),
                new LeaseLost(id, attempt, OTHER_WORKER));
    }

    static TaskFailed failed(TaskId task, int attempt, boolean retryable) {
        return failed(attempt, new JobError("BROKEN", "It broke", task, retryable), task);
    }

    /// For a reason that may pass.
    static TaskFailed failed(TaskId task, int attempt, String code) {
        return failed(attempt, new JobError(code, "It broke", task, true), task);
    }

    private static TaskFailed failed(int attempt, JobError error, TaskId task) {
        return new TaskFailed(task, attempt, error, Progress.NONE, Counts.NONE, JobResult.NONE);
    }
}
