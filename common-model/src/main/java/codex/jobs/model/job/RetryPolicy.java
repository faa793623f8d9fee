package codex.jobs.model.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/// How often a task is tried again whose attempts end without a new checkpoint, and how far apart.
public enum RetryPolicy {

    /// What may be the task's own doing: five attempts (specification 3.0, "Leases and resume").
    FAULT(5),

    /// A store that is away takes every task with it, through no fault of theirs: they outlast its
    /// restart. Two minutes at least, four at most.
    OUTAGE(10);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final Set<String> OUTAGES =
            Set.of("DATABASE_UNAVAILABLE", "OBJECT_STORE_UNAVAILABLE", "SEARCH_UNAVAILABLE");

    private final int attempts;

    RetryPolicy(int attempts) {
        this.attempts = attempts;
    }

    /// The policy for a retryable error.
    public static RetryPolicy of(JobError error) {
        return OUTAGES.contains(error.code()) ? OUTAGE : FAULT;
    }

    /// Attempts in a row without a new checkpoint after which a task fails for good.
    public int attempts() {
        return attempts;
    }

    /// Whether there is another attempt.
    ///
    /// @param strikes attempts in a row that ended without a new checkpoint
    public boolean allowsAnother(int strikes) {
        return strikes < attempts;
    }

    /// How long the next attempt waits; tasks that failed together do not come back together.
    static Duration delay(TaskId task, int attempt, int strikes) {
        return BACKOFF.spread(strikes, Objects.hash(task, attempt));
    }
}
