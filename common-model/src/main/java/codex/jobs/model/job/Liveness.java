package codex.jobs.model.job;

import java.time.Instant;

/// Why a job is not stuck, and what it needs now if it needs anything. Every job is in exactly one
/// of these cases; [Stuck] is the one that must never be seen.
public sealed interface Liveness {

    /// Finished, and nothing is left to do.
    record Over() implements Liveness {}

    /// Finished, but locks are still held or somebody was not told.
    record NeedsSettling() implements Liveness {}

    /// Hidden since it was over, but not everybody was told.
    record NeedsTelling() implements Liveness {}

    /// Waits for its time.
    record Scheduled(Instant at) implements Liveness {}

    /// Due, but not admitted: the schedulers go through the queues without being called.
    record InQueue(QueueWait place) implements Liveness {}

    /// Due: must be admitted and get its locks, or state for which it waits.
    record NeedsLocks() implements Liveness {}

    /// The next task must go into its topic.
    record NeedsRelease(Task task) implements Liveness {}

    /// The task is in its topic. Once `resendAt` has passed, it must be sent again.
    record Dispatched(Task task, Instant resendAt) implements Liveness {}

    /// A worker session holds the lease.
    record Leased(Task task, SessionId session) implements Liveness {}

    /// Waits before the next attempt.
    record BackingOff(Task task, Instant until) implements Liveness {}

    record Stuck(String why) implements Liveness {}

    static Liveness of(Job job, Instant now) {
        if (job.status().isTerminal()) {
            return ofEndedJob(job);
        }
        if (job.status() == JobStatus.PENDING) {
            var at = job.scheduledTime();
            var queued = job.queueWait();
            if (at != null && at.isAfter(now)) {
                return new Scheduled(at);
            }
            return queued != null ? new InQueue(queued) : new NeedsLocks();
        }
        return job.currentTask()
                .map(task -> ofTask(job, task, now))
                .orElseGet(() -> new Stuck("active without a task to do"));
    }

    private static Liveness ofEndedJob(Job job) {
        if (!job.settled()) {
            return new NeedsSettling();
        }
        return job.wakeAt() == null ? new Over() : new NeedsTelling();
    }

    private static Liveness ofTask(Job job, Task task, Instant now) {
        var owner = job.leaseOwner();
        return switch (task.status()) {
            case ACTIVE ->
                    owner != null
                            ? new Leased(task, owner)
                            : new Stuck("active task without a lease");
            case PENDING -> ofWaitingTask(task, now);
            case FAILED, COMPLETED -> new Stuck("active job with a finished task in front");
        };
    }

    private static Liveness ofWaitingTask(Task task, Instant now) {
        var dispatch = task.dispatch();
        if (dispatch != null) {
            return new Dispatched(task, TaskRelease.resendAt(dispatch));
        }
        var notBefore = task.notBefore();
        return notBefore != null && notBefore.isAfter(now)
                ? new BackingOff(task, notBefore)
                : new NeedsRelease(task);
    }
}
