package codex.jobs.model.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who holds an environment and who waits for it, first come first served: a reader that arrives
/// after a waiting writer waits too, so no job starves. Immutable.
public record EnvironmentLock(List<Hold> holders, List<Hold> queue) {

    public static final EnvironmentLock FREE = new EnvironmentLock(List.of(), List.of());

    public record Hold(JobId job, LockMode mode) {}

    public EnvironmentLock {
        holders = List.copyOf(holders);
        queue = List.copyOf(queue);
    }

    /// The lock after `job` has asked for it; asking again changes nothing.
    public EnvironmentLock request(JobId job, LockMode mode) {
        if (isHeldBy(job) || isAwaitedBy(job)) {
            return this;
        }
        var waiting = new ArrayList<>(queue);
        waiting.add(new Hold(job, mode));
        return granted(holders, waiting);
    }

    /// The lock after `job` has given it back or stopped waiting for it.
    public EnvironmentLock release(JobId job) {
        return granted(without(holders, job), without(queue, job));
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

    private static List<Hold> without(List<Hold> holds, JobId job) {
        return holds.stream().filter(hold -> !hold.job().equals(job)).toList();
    }
}
