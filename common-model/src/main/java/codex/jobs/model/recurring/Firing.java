package codex.jobs.model.recurring;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A decision to run: its job is about to be stored.
///
/// @param job the id of that job
/// @param dueAt the time of the schedule; null if a user has asked
/// @param by who asked, or set up the schedule
/// @param blockedBy the run that is still going; then this one is skipped
/// @param missed further times of the schedule that were passed over, counted up to [#MOST_COUNTED]
public record Firing(
        JobId job,
        @Nullable Instant dueAt,
        Actor by,
        @Nullable JobId blockedBy,
        int missed,
        Instant decidedAt) {

    /// More missed times than this are not counted.
    public static final int MOST_COUNTED = 100;

    public boolean isSkipped() {
        return blockedBy != null;
    }
}
