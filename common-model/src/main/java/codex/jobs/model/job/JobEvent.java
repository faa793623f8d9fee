package codex.jobs.model.job;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Everything that can happen to a job after it was planned.
public sealed interface JobEvent {

    /// The job is due, but must wait for its turn.
    record Queued(QueueWait.Reason reason) implements JobEvent {}

    /// It is the turn of a queued job.
    record Admitted() implements JobEvent {}

    /// The job is due and holds every lock of its [LockPlan].
    record LocksGranted() implements JobEvent {}

    /// The job is due, but another one holds an environment it needs.
    record LockRefused(EnvironmentId environment, JobId holder) implements JobEvent {}

    /// The task goes into its topic, for the first time or again.
    record TaskReleased(TaskId task) implements JobEvent {}

    /// A worker takes the task out of its topic; `attempt` becomes the fencing token.
    record TaskClaimed(TaskId task, int attempt, SessionId session) implements JobEvent {}

    /// Chunks are done; `progress` and `counts` are those of the whole task so far.
    record TaskCheckpointed(
            TaskId task, int attempt, Checkpoint checkpoint, Progress progress, Counts counts)
            implements JobEvent {}

    record TaskCompleted(
            TaskId task, int attempt, Progress progress, Counts counts, JobResult result)
            implements JobEvent {}

    /// The attempt failed. A retryable error is tried again from the checkpoint, with backoff.
    record TaskFailed(
            TaskId task,
            int attempt,
            JobError error,
            Progress progress,
            Counts counts,
            JobResult result)
            implements JobEvent {}

    /// The worker shuts down and gives the task back unharmed.
    record TaskHandedBack(TaskId task, int attempt) implements JobEvent {}

    /// The worker has stopped the task because the job was cancelled.
    record TaskStopped(TaskId task, int attempt) implements JobEvent {}

    /// The worker that held the lease is dead.
    record LeaseLost(TaskId task, int attempt, SessionId session) implements JobEvent {}

    /// Somebody wants the job to end.
    ///
    /// @param reason in that person's words
    record CancelRequested(Actor by, @Nullable String reason) implements JobEvent {

        public CancelRequested(Actor by) {
            this(by, null);
        }
    }

    /// Somebody wants a job that ended without success to go on, or its failed items to be done
    /// again.
    ///
    /// @param from what of its work is kept
    /// @param notBefore when it starts; null for now
    record RetryRequested(Actor by, Retry from, @Nullable Instant notBefore) implements JobEvent {}

    /// Somebody gives a job that has not begun another name or time; null leaves them as they are.
    record UpdateRequested(Actor by, @Nullable String name, @Nullable Instant scheduledTime)
            implements JobEvent {}

    /// Somebody withdraws a job that has not begun, or hides one that is over.
    record DeleteRequested(Actor by) implements JobEvent {}

    /// Somebody has undone, by one write, what a completed job had done.
    record RolledBack(Actor by) implements JobEvent {}

    /// Locks are given back and everyone is told.
    record Settled() implements JobEvent {}
}
