package codex.jobs.model.job;

import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Limits;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a job that is not over does not run: what [Liveness] knows, in the words of the job's users.
///
/// @param until when it goes on by itself
/// @param environment for which it waits
/// @param heldBy the job that has that environment
/// @param position in the queue of its organization, from 1
/// @param taskType of the task that waits for a worker, or for which the job is queued
public record JobWaiting(
        Reason reason,
        String message,
        @Nullable Instant until,
        @Nullable EnvironmentId environment,
        @Nullable JobId heldBy,
        @Nullable Integer position,
        @Nullable TaskType taskType) {

    public enum Reason {
        /// Its time has not come.
        SCHEDULED,
        /// The organization has as many active jobs as it may have.
        QUOTA,
        /// The organization may have no active jobs for now.
        PAUSED,
        /// Enough tasks wait for workers; organizations take turns.
        QUEUED,
        /// Another job has an environment that it needs.
        LOCKED,
        /// It failed and pauses before its next attempt.
        BACKING_OFF,
        /// No live worker takes tasks of this type.
        NO_WORKER,
        /// All workers that take tasks of this type are busy.
        WORKERS_BUSY,
        /// A scheduler is about to look at it.
        DECIDING,
        /// A scheduler must look at it, but none is alive.
        NO_SCHEDULER
    }

    /// What a job does not know itself.
    ///
    /// @param served the types of task that live workers take
    /// @param scheduled whether a scheduler is alive
    /// @param limits of its organization
    /// @param active how many active jobs its organization has
    /// @param positions of queued jobs
    /// @param locks of the environments that jobs wait for
    public record Facts(
            Set<TaskType> served,
            boolean scheduled,
            Limits limits,
            int active,
            Map<JobId, Integer> positions,
            Map<EnvironmentId, EnvironmentLock> locks) {}

    /// Empty for a job that runs or is over.
    public static Optional<JobWaiting> of(Job job, Facts facts, Instant now) {
        return Optional.ofNullable(
                switch (Liveness.of(job, now)) {
                    case Liveness.Over _,
                            Liveness.NeedsSettling _,
                            Liveness.NeedsTelling _,
                            Liveness.Leased _ ->
                            null;
                    case Liveness.Scheduled(var at) ->
                            until(Reason.SCHEDULED, "Planned for " + at, at, null);
                    case Liveness.InQueue _ -> queued(job, facts);
                    case Liveness.NeedsLocks _ -> locked(job, facts);
                    case Liveness.NeedsRelease _, Liveness.Stuck _ -> undecided(facts);
                    case Liveness.Dispatched(var task, _) -> dispatched(task, facts);
                    case Liveness.BackingOff(var task, var until) -> backingOff(task, until);
                });
    }

    /// By what holds now: limits may have changed, and jobs ended, since the job was queued.
    private static JobWaiting queued(Job job, Facts facts) {
        var position = facts.positions().get(job.id());
        var type = job.tasks().getFirst().type();
        var most = facts.limits().activeJobs();
        if (most == 0) {
            return inQueue(
                    Reason.PAUSED, "The jobs of the organization are paused", position, type);
        }
        return facts.active() >= most
                ? inQueue(
                        Reason.QUOTA,
                        "The organization has %s of %s active jobs".formatted(facts.active(), most),
                        position,
                        type)
                : inQueue(
                        Reason.QUEUED,
                        "Enough tasks of type %s wait for workers; organizations take turns"
                                .formatted(type),
                        position,
                        type);
    }

    private static JobWaiting inQueue(
            Reason reason, String why, @Nullable Integer position, TaskType type) {
        var message = position == null ? why : "%s; place %s in the queue".formatted(why, position);
        return new JobWaiting(reason, message, null, null, null, position, type);
    }

    /// By who has the environment now: who had it when the job asked may be over.
    private static JobWaiting locked(Job job, Facts facts) {
        var wait = job.lockWait();
        if (wait == null) {
            return undecided(facts);
        }
        var lock = facts.locks().getOrDefault(wait.environment(), EnvironmentLock.FREE);
        if (lock.isHeldBy(job.id())) {
            return undecided(facts);
        }
        var holder = lock.blocker().orElse(wait.holder());
        return new JobWaiting(
                Reason.LOCKED,
                "Job %s has the environment".formatted(holder),
                null,
                wait.environment(),
                holder,
                null,
                null);
    }

    private static JobWaiting dispatched(Task task, Facts facts) {
        var type = task.type();
        return facts.served().contains(type)
                ? plain(Reason.WORKERS_BUSY, "Waits for a worker to take the task", type)
                : plain(Reason.NO_WORKER, "No live worker takes tasks of type " + type, type);
    }

    private static JobWaiting backingOff(Task task, Instant until) {
        return until(
                Reason.BACKING_OFF,
                "Attempt %s failed, the next one begins at %s".formatted(task.attempt(), until),
                until,
                task.type());
    }

    private static JobWaiting undecided(Facts facts) {
        return facts.scheduled()
                ? plain(Reason.DECIDING, "About to be decided", null)
                : plain(Reason.NO_SCHEDULER, "No scheduler is running", null);
    }

    private static JobWaiting until(
            Reason reason, String message, Instant until, @Nullable TaskType type) {
        return new JobWaiting(reason, message, until, null, null, null, type);
    }

    private static JobWaiting plain(Reason reason, String message, @Nullable TaskType type) {
        return new JobWaiting(reason, message, null, null, null, null, type);
    }
}
