package codex.jobs.benchmarks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Task;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// A job that has ended as it should.
record JobRun(Job job) {

    private static final long POLL_NANOS = 100_000_000;

    /// Waits for its end.
    ///
    /// @param whileRunning called ten times a second
    /// @throws IllegalStateException if the job does not end as it should
    static JobRun await(
            LocalPlatform platform,
            Tenant tenant,
            JobId id,
            Duration patience,
            Runnable whileRunning) {
        var jobs = platform.stores().get(JobStore.class);
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var job = jobs.find(tenant.organization(), id).orElseThrow();
            if (job.status() == JobStatus.COMPLETED || job.status() == JobStatus.FAILED) {
                return ended(job);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The job is not finished in time: " + job);
            }
            whileRunning.run();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static JobRun ended(Job job) {
        if (job.outcome() != JobOutcome.SUCCEEDED) {
            throw new IllegalStateException("The job went wrong: " + job);
        }
        return new JobRun(job);
    }

    /// From its creation to its end.
    Duration whole() {
        return Duration.between(job.createdAt(), Objects.requireNonNull(job.finishedAt()));
    }

    /// The first task alone.
    Duration first() {
        return lasted(job.tasks().getFirst());
    }

    /// Each task with how long it took.
    String tasks() {
        return job.tasks().stream()
                .map(task -> task.type() + " " + Amount.seconds(lasted(task)))
                .collect(Collectors.joining(", "));
    }

    private static Duration lasted(Task task) {
        return Duration.between(
                Objects.requireNonNull(task.startedAt()),
                Objects.requireNonNull(task.finishedAt()));
    }
}
