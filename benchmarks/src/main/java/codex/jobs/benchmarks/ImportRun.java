package codex.jobs.benchmarks;

import java.io.IOException;
import java.time.Duration;

/// An import of new entries into an empty environment, from the upload of the file to the end of
/// the job.
///
/// @param uploaded how long the file was under way
/// @param job with every entry created
record ImportRun(Tenant tenant, Duration uploaded, JobRun job) {

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
            var run = JobRun.await(platform, tenant, accepted.job(), patience, whileRunning);
            if (run.job().counts().created() != entries) {
                throw new IllegalStateException("The import went wrong: " + run);
            }
            return new ImportRun(tenant, uploaded, run);
        }
    }

    /// From its creation to its end.
    Duration whole() {
        return job.whole();
    }

    /// The first task alone.
    Duration processing() {
        return job.first();
    }
}
