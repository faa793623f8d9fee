package codex.jobs.benchmarks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.mongo.Collections;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// How long jobs of other organizations wait for their first task while one organization has queued
/// 50,000. The backlog is written straight into the store: how long that takes is no concern of
/// this row.
final class FairStart implements Row {

    private static final int BACKLOG = 50_000;
    private static final int OTHERS = 40;
    private static final int WARM_UP = 60;
    private static final int WRITERS = 8;
    private static final long PAUSE_NANOS = 250_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        var stores = platform.stores();
        try (var client = new Client(platform)) {
            for (var tenant : Tenant.createAll(stores, "early", WARM_UP)) {
                awaitStart(stores, small(client, tenant).job());
            }
            var greedy = Tenant.createAll(stores, "greedy", 1).getFirst();
            var others = Tenant.createAll(stores, "modest", OTHERS);
            var first = small(client, greedy);
            backlog(stores, first.job());
            awaitQueued(stores);
            laboratory.say("%s jobs of one organization are queued".formatted(BACKLOG));
            var waits = new ArrayList<Long>();
            for (var other : others) {
                var job = small(client, other);
                var started = awaitStart(stores, job.job());
                waits.add(Duration.between(job.answeredAt(), started).toMillis());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            var left = queued(stores);
            if (left == 0) {
                throw new IllegalStateException("The backlog was gone before the end");
            }
            var samples = Samples.of(waits);
            return List.of(
                    Figure.atMost(
                            "answered → first task runs, most",
                            Amount.milliseconds(samples.percentile(100)),
                            1_000),
                    Figure.of(
                            "answered → first task runs, p50",
                            Amount.milliseconds(samples.percentile(50))),
                    Figure.of("jobs still queued", Amount.of((double) left, "")));
        }
    }

    private static Client.Accepted small(Client client, Tenant tenant) throws IOException {
        return client.create(client.importOf(tenant, "one", Tenant.SMALL_FILE, true));
    }

    private static void backlog(Stores stores, JobId example) throws Exception {
        var jobs = stores.get(JobStore.class);
        var one = jobs.findAll(List.of(example)).getFirst();
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            var writes =
                    IntStream.range(0, BACKLOG)
                            .<Callable<Job>>mapToObj(_ -> () -> jobs.insert(like(one)))
                            .toList();
            for (var write : writers.invokeAll(writes)) {
                write.get();
            }
        }
    }

    private static Job like(Job job) {
        return Job.planned(
                new JobId(UUID.randomUUID().toString().replace("-", "")),
                job.organization(),
                job.environment(),
                job.name(),
                job.spec(),
                null,
                job.createdBy(),
                null,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private static void awaitQueued(Stores stores) {
        await("the backlog is not queued", () -> queued(stores) > BACKLOG * 8L / 10);
    }

    private static long queued(Stores stores) {
        return stores.control(Collections.JOBS).countDocuments(Filters.gt("queue", ""));
    }

    private static Instant awaitStart(Stores stores, JobId id) {
        var jobs = stores.get(JobStore.class);
        await(
                "job " + id + " does not start",
                () -> jobs.findAll(List.of(id)).getFirst().tasks().getFirst().startedAt() != null);
        return Objects.requireNonNull(
                jobs.findAll(List.of(id)).getFirst().tasks().getFirst().startedAt());
    }

    private static void await(String otherwise, BooleanSupplier condition) {
        var begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
