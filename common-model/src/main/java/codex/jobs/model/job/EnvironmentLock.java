package codex.jobs.model.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who holds an environment and who waits for it, first come first served: a reader that arrives
/// after a waiting writer waits too, so no job starves. Immutable.
public record EnvironmentLock(List<Hold> holders, List<Hold> queue) {

    public static final EnvironmentLock FREE = new EnvironmentLock(List.of(), List.of());

    /// A place among those who hold or wait.
    ///
    /// @param attempt of the job, as its users count: what an earlier one still gives back, late,
    ///   is no longer its own
    public record Hold(JobId job, int attempt, LockMode mode) {

        private boolean isOf(JobId other, int upToAttempt) {
            return job.equals(other) && attempt <= upToAttempt;
        }
    }

    public EnvironmentLock {
        holders = List.copyOf(holders);
        queue = List.copyOf(queue);
    }

    /// The lock after `job` has asked for it in its first attempt.
    public EnvironmentLock request(JobId job, LockMode mode) {
        return request(job, 1, mode);
    }

    /// The lock after `job` has asked for it; asking again changes nothing.
    public EnvironmentLock request(JobId job, int attempt, LockMode mode) {
        var renewed =
                new EnvironmentLock(renewed(holders, job, attempt), renewed(queue, job, attempt));
        if (isHeldBy(job) || isAwaitedBy(job)) {
            return renewed;
        }
        var waiting = new ArrayList<>(queue);
        waiting.add(new Hold(job, attempt, mode));
        return granted(holders, waiting);
    }

    /// What an earlier attempt of the job has left behind is this one's now.
    private static List<Hold> renewed(List<Hold> holds, JobId job, int attempt) {
        return holds.stream()
                .map(hold -> hold.isOf(job, attempt) ? new Hold(job, attempt, hold.mode()) : hold)
                .toList();
    }

    /// The lock after `job` has given it back or stopped waiting for it, in whichever attempt.
    public EnvironmentLock release(JobId job) {
        return release(job, Integer.MAX_VALUE);
    }

    /// The lock after `job` has given back, or stopped waiting for, what its attempts up to this
    /// one have asked for.
    public EnvironmentLock release(JobId job, int attempt) {
        return granted(without(holders, job, attempt), without(queue, job, attempt));
    }

    public boolean isHeldBy(JobId job) {
        return holders.stream().anyMatch(hold -> hold.job().equals(job));
    }

    public boolean isAwaitedBy(JobId job) {
        return queue.stream().anyMatch(hold -> hold.job().equals(job));
    }

    /// For which job a waiting one waits: the one that holds the lock, longest first.
    public Optional<JobId> blocker() {
        return holders.stream().findFirst().map(Hold::job);
    }

    public boolean isFree() {
        return holders.isEmpty() && queue.isEmpty();
    }

    private static EnvironmentLock granted(List<Hold> holders, List<Hold> queue) {
        var held = new ArrayList<>(holders);
        var waiting = new ArrayList<>(queue);
        while (!waiting.isEmpty() && fits(waiting.getFirst(), held)) {
            held.add(waiting.removeFirst());
        }
        return new EnvironmentLock(held, waiting);
    }

    private static boolean fits(Hold next, List<Hold> held) {
        return held.stream().allMatch(hold -> hold.mode().isCompatibleWith(next.mode()));
    }

    private static List<Hold> without(List<Hold> holds, JobId job, int attempt) {
        return holds.stream().filter(hold -> !hold.isOf(job, attempt)).toList();
    }
}
