package codex.jobs.model.job;

import java.time.Instant;

/// The stated reason of a due job that is not admitted yet: it waits in the queue of its
/// organization for the type of its first task.
///
/// @param since its place: a queue is first come, first served
public record QueueWait(Reason reason, Instant since) {

    public enum Reason {
        /// As many jobs of the organization as may be are active.
        QUOTA,
        /// The organization may have no active jobs for now.
        PAUSED,
        /// Enough tasks of this type wait for workers; organizations take turns.
        WINDOW
    }
}
