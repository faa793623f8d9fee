package codex.jobs.model.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of a job.
///
/// @param attempt how often a worker has claimed it; the number of the current claim is its fencing
///   token
/// @param strikes attempts in a row that ended without a new checkpoint
/// @param dispatch its stay in its topic, while it waits there for a worker
/// @param notBefore earliest next attempt after a failure
/// @param runAt planned start, then the actual one (specification 3.0, "Planning")
public record Task(
        TaskId id,
        int order,
        TaskType type,
        TaskStatus status,
        int attempt,
        int strikes,
        @Nullable Dispatch dispatch,
        @Nullable Instant notBefore,
        @Nullable Instant runAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Checkpoint checkpoint,
        Progress progress,
        Counts counts,
        @Nullable JobError error) {

    static Task planned(JobId job, int order, TaskType type, @Nullable Instant runAt) {
        return new Task(
                TaskId.of(job, order),
                order,
                type,
                TaskStatus.PENDING,
                0,
                0,
                null,
                null,
                runAt,
                null,
                null,
                Checkpoint.START,
                Progress.NONE,
                Counts.NONE,
                null);
    }

    public String consoleAppName() {
        return type.consoleAppName();
    }

    public String displayName() {
        return type.displayName();
    }
}
