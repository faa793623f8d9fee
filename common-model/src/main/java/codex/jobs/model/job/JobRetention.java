package codex.jobs.model.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Until when a job must be kept: as long as anything still needs it.
public final class JobRetention {

    /// How long an organization's things are kept.
    ///
    /// @param jobs how long it wants to see a job after its end
    /// @param exports files of exports
    /// @param trash what deletes have deleted
    /// @param replaced content that syncs have replaced
    /// @param deleted environments that were deleted
    public record Times(
            Duration jobs, Duration exports, Duration trash, Duration replaced, Duration deleted) {}

    private JobRetention() {}

    /// When the job may be removed with all that was said and noted about it. Empty for one that is
    /// not over, has not given back its locks, or of whose end or deletion somebody was not told.
    public static Optional<Instant> removableAt(Job job, Times kept) {
        var end = job.finishedAt();
        return job.status().isTerminal() && job.settled() && job.wakeAt() == null && end != null
                ? Optional.of(end.plus(keep(job.type(), kept)))
                : Optional.empty();
    }

    /// Whether a job works, or can be made to work again: by a retry, or to do once more the items
    /// that failed. Only then it needs what it was given, such as its file, or what it has noted.
    /// One of which this is not true any more never works again.
    public static boolean mayWork(Job job) {
        return switch (job.status()) {
            case UNDEFINED, PENDING, ACTIVE -> true;
            case FAILED -> !job.dryRun();
            case COMPLETED -> !job.dryRun() && job.tasks().getFirst().counts().failed() > 0;
            case DELETED -> false;
        };
    }

    /// How long jobs of a type are kept after their end: things that need the job, such as the file
    /// that it has written, may keep it longer than the organization wants.
    public static Duration keep(JobType type, Times kept) {
        var needed =
                switch (type) {
                    case EXPORT_ENTRIES -> kept.exports();
                    case SYNC_ENVIRONMENTS -> kept.replaced();
                    case DELETE_ENVIRONMENT -> kept.deleted();
                    case DELETE_CONTENT, DELETE_FILTERED_CONTENT, DELETE_FIELD -> kept.trash();
                    default -> Duration.ZERO;
                };
        return needed.compareTo(kept.jobs()) > 0 ? needed : kept.jobs();
    }
}
