package codex.jobs.api.jobs;

import codex.jobs.model.job.Job;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a job has done so far.
///
/// @param elapsedTime since the start, until the end (specification 2.5)
record JobSummary(
        long totalLogs,
        long totalErrors,
        long totalWarnings,
        Duration elapsedTime,
        Instant startedAt,
        long created,
        long updated,
        long deleted,
        long skipped,
        long failed) {

    /// Null until the job first runs.
    static @Nullable JobSummary of(Job job, Instant now) {
        var startedAt = job.startedAt();
        if (startedAt == null) {
            return null;
        }
        var finishedAt = job.finishedAt();
        var elapsed = Duration.between(startedAt, finishedAt == null ? now : finishedAt);
        var counts = job.counts();
        return new JobSummary(
                counts.logs(),
                counts.errors(),
                counts.warnings(),
                elapsed.isNegative() ? Duration.ZERO : elapsed,
                startedAt,
                counts.created(),
                counts.updated(),
                counts.deleted(),
                counts.skipped(),
                counts.failed());
    }
}
