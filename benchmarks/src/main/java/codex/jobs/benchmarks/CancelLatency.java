package codex.jobs.benchmarks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.stores.jobs.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// How long a job goes on that is cancelled while it imports, and how long until its environment is
/// free for the next one.
final class CancelLatency implements Row {

    private static final int ENTRIES = 50_000;
    private static final int WARM_UP = 5;
    private static final int MEASURED = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_NANOS = 2_000_000;

    /// Between two cancellations, so that they meet chunks at all their points.
    private static final long STEP_NANOS = 37_000_000;

    /// What became of one request.
    private record Cancelled(Duration answered, Duration over, Duration free) {}

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        var tenant = Tenant.create(platform.stores(), "cancel");
        var all = new ArrayList<Cancelled>();
        try (var client = new Client(platform)) {
            var key = client.upload(tenant, "entries.ndjson", ENTRIES);
            laboratory.say("cancelling " + MEASURED + " imports");
            for (var number = 0; number < WARM_UP + MEASURED; number++) {
                LockSupport.parkNanos(number % 7 * STEP_NANOS);
                var one = one(client, tenant, key, platform.stores().get(JobStore.class));
                if (number >= WARM_UP) {
                    all.add(one);
                }
            }
        }
        var over = millis(all.stream().map(Cancelled::over).toList());
        var free = millis(all.stream().map(Cancelled::free).toList());
        var answered = millis(all.stream().map(Cancelled::answered).toList());
        return List.of(
                Figure.of("cancelJob answered → job over, p50", percentile(over, 50)),
                Figure.atMost("cancelJob answered → job over, p99", percentile(over, 99), 2_000),
                Figure.of("cancelJob answered → environment free, p99", percentile(free, 99)),
                Figure.of("sent → answered, p99", percentile(answered, 99)));
    }

    private static Cancelled one(Client client, Tenant tenant, String key, JobStore jobs)
            throws IOException {
        var job = client.create(client.importOf(tenant, "cancelled", key, false)).job();
        await(jobs, job, started -> started.tasks().getFirst().checkpoint().chunksDone() > 2);
        var sent = Instant.now();
        client.job(
                tenant,
                "mutation { cancelJob(jobId: \"%s\") { job { id } } }".formatted(job),
                "cancelJob",
                "/job/id");
        var answered = Instant.now();
        var over = await(jobs, job, ended -> ended.status().isTerminal());
        if (over.outcome() != JobOutcome.CANCELLED) {
            throw new IllegalStateException("The import was faster: " + over.outcome());
        }
        var free = await(jobs, job, Job::settled);
        return new Cancelled(
                Duration.between(sent, answered),
                Duration.between(answered, Objects.requireNonNull(over.finishedAt())),
                Duration.between(answered, Objects.requireNonNull(free.updatedAt())));
    }

    private static Job await(JobStore jobs, JobId id, Predicate<Job> condition) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var job = jobs.findAll(List.of(id)).getFirst();
            if (condition.test(job)) {
                return job;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        throw new IllegalStateException("The job does not get on: " + id);
    }

    private static Samples millis(List<Duration> durations) {
        return Samples.of(durations.stream().map(Duration::toMillis).toList());
    }

    private static Amount percentile(Samples samples, double percent) {
        return Amount.milliseconds(samples.percentile(percent));
    }
}
