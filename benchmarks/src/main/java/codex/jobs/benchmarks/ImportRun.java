package codex.jobs.benchmarks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Task;
import codex.jobs.stores.jobs.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// An import of new entries into an empty environment, from the upload of the file to the end of
/// the job.
///
/// @param uploaded how long the file was under way
/// @param job after its end, with every entry created
record ImportRun(Tenant tenant, Duration uploaded, Job job) {

    private static final long POLL_NANOS = 100_000_000;

    /// @param whileRunning called ten times a second
    /// @throws IllegalStateException if the job does not end as it should
    static ImportRun of(
            LocalPlatform platform,
            String organization,
            int entries,
            Duration patience,
            Runnable whileRunning)
            throws IOException, InterruptedException {
        var tenant = Tenant.create(platform.stores(), organization);
        try (var client = new Client(platform)) {
            var begun = System.nanoTime();
            var key = client.upload(tenant, "entries.ndjson", entries);
            var uploaded = Duration.ofNanos(System.nanoTime() - begun);
            var accepted = client.create(client.importOf(tenant, "entries", key, false));
            var job = awaitEnd(platform, tenant, accepted.job(), patience, whileRunning);
            if (job.outcome() != JobOutcome.SUCCEEDED || job.counts().created() != entries) {
                throw new IllegalStateException("The import went wrong: " + job);
            }
            return new ImportRun(tenant, uploaded, job);
        }
    }

    /// The job when it is over.
    static Job awaitEnd(
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
                return job;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The job is not finished in time: " + job);
            }
            whileRunning.run();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /// From its creation to its end.
    Duration whole() {
        return Duration.between(job.createdAt(), Objects.requireNonNull(job.finishedAt()));
    }

    /// The first task alone.
    Duration processing() {
        return lasted(job.tasks().getFirst());
    }

    /// Each task with how long it took.
    String tasks() {
        return job.tasks().stream()
                .map(task -> task.type() + " " + Amount.seconds(lasted(task)))
                .collect(Collectors.joining(", "));
    }

    static Duration lasted(Task task) {
        return Duration.between(
                Objects.requireNonNull(task.startedAt()),
                Objects.requireNonNull(task.finishedAt()));
    }
}
