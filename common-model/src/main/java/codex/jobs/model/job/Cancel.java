package codex.jobs.model.job;

import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Actor;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has cancelled a job, and why: kept as its error, and said in its log.
public final class Cancel {

    /// The error of a job that was cancelled.
    public static final String CANCELLED = "JOB_CANCELLED";

    private Cancel() {}

    static JobError error(Actor by, @Nullable String reason, Job job) {
        var name = by.displayName() == null ? by.id() : by.displayName();
        var text = "Cancelled by " + name + (reason == null ? "" : ": " + reason);
        return new JobError(
                CANCELLED, text, job.currentTask().map(Task::id).orElse(null), !isWithdrawn(job));
    }

    /// What has not begun is created anew, not retried.
    private static boolean isWithdrawn(Job job) {
        return job.startedAt() == null;
    }

    /// The line about it; empty for a job that was not cancelled. Always the same for the same
    /// attempt, so whoever finds it missing may write it again.
    public static Optional<LogLine> line(Job job) {
        var error = job.error();
        var at = job.cancelRequestedAt() == null ? job.finishedAt() : job.cancelRequestedAt();
        return error == null || at == null || !error.code().equals(CANCELLED)
                ? Optional.empty()
                : Optional.of(line(job, error.message(), at));
    }

    private static LogLine line(Job job, String text, Instant at) {
        return new LogLine(
                LogId.ofJob(job.id(), "cancelled-" + job.attempt()),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                0,
                at,
                LogType.INFO,
                text,
                CANCELLED,
                null,
                null,
                null,
                null);
    }
}
