package codex.jobs.benchmarks;

import codex.jobs.model.message.Topics;
import codex.jobs.stores.mongo.Collections;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.BsonString;

/// Jobs that have next to nothing to do, each created by a request of its own as soon as the one
/// before on its connection was answered, by one organization after the other. The number of
/// unfinished ones is bounded: what is measured is what the platform can keep up with.
final class Flood {

    static final int CONNECTIONS = 24;
    static final int MOST_UNFINISHED = 2_000;

    private static final BsonString NONE = new BsonString("");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = 100_000_000;
    private static final long HOLD_NANOS = 2_000_000;

    private final LocalPlatform platform;
    private final List<Client.Import> requests;
    private final Client client;
    private final UnfinishedJobs unfinished;
    private final Processes processes;

    /// @param processes whose calls to MongoDB and whose time are counted
    Flood(LocalPlatform platform, Processes processes, Client client, List<Tenant> tenants) {
        this.processes = processes;
        this.platform = platform;
        this.client = client;
        this.unfinished = new UnfinishedJobs(platform.stores());
        this.requests =
                tenants.stream()
                        .map(tenant -> client.importOf(tenant, "nothing", Tenant.SMALL_FILE, true))
                        .toList();
    }

    /// What one flood was like.
    ///
    /// @param lasted from the creation of the first job to the end of the last
    record Result(
            int jobs,
            Duration lasted,
            double mongoCommands,
            Records before,
            Records after,
            CpuTime cpu) {

        double jobsPerSecond() {
            return Amount.rate(jobs, lasted, "").value();
        }

        double mongoCallsPerJob() {
            return mongoCommands / jobs;
        }

        /// News and task commands.
        double recordsPerJob() {
            return (double) after.since(before, topic -> !isLog(topic)) / jobs;
        }

        double cpuMillisPerJob() {
            return cpu.millisEach(jobs);
        }

        double linesPerJob() {
            return (double) after.since(before, Result::isLog) / jobs;
        }

        private static boolean isLog(String topic) {
            return topic.equals(Topics.JOB_TASK_LOGS);
        }
    }

    /// Creates jobs for this long, then waits for the last one.
    Result run(Duration creating) throws Exception {
        var begun = Instant.now();
        var records = Records.of(platform);
        var commands = Metrics.mongoCommands(processes.services());
        var cpu = CpuTime.of(processes.pids());
        var created = create(creating);
        unfinished.awaitNone(PATIENCE);
        var spent = CpuTime.of(processes.pids()).since(cpu);
        return new Result(
                created,
                lasted(begun, created),
                Metrics.mongoCommands(processes.services()) - commands,
                records,
                Records.of(platform),
                spent);
    }

    private int create(Duration creating) throws InterruptedException, ExecutionException {
        var deadline = System.nanoTime() + creating.toNanos();
        var next = new AtomicInteger();
        var full = new AtomicBoolean();
        Callable<Integer> connection = () -> createUntil(deadline, next, full);
        var created = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Integer>>();
            for (var number = 0; number < CONNECTIONS; number++) {
                running.add(threads.submit(connection));
            }
            while (System.nanoTime() < deadline) {
                full.set(unfinished.count() > MOST_UNFINISHED);
                LockSupport.parkNanos(LOOK_NANOS);
            }
            for (var one : running) {
                created += one.get();
            }
        }
        return created;
    }

    private int createUntil(long deadline, AtomicInteger next, AtomicBoolean full)
            throws IOException, InterruptedException {
        var created = 0;
        while (System.nanoTime() < deadline) {
            if (full.get()) {
                LockSupport.parkNanos(HOLD_NANOS);
            } else {
                client.create(requests.get(next.getAndIncrement() % requests.size()));
                created++;
            }
        }
        return created;
    }

    /// By the times that are stored with the jobs; all of them must have succeeded.
    private Duration lasted(Instant begun, int created) {
        var first = Long.MAX_VALUE;
        var last = 0L;
        var count = 0;
        for (var job :
                platform.stores()
                        .control(Collections.JOBS)
                        .find(Filters.gte("createdAt", begun), BsonDocument.class)
                        .projection(Projections.include("createdAt", "finishedAt", "outcome"))) {
            if (!"SUCCEEDED".equals(job.getString("outcome", NONE).getValue())) {
                throw new IllegalStateException("A job did not succeed: " + job.toJson());
            }
            first = Math.min(first, job.getDateTime("createdAt").getValue());
            last = Math.max(last, job.getDateTime("finishedAt").getValue());
            count++;
        }
        if (count != created) {
            throw new IllegalStateException(created + " jobs were created, " + count + " stored");
        }
        return Duration.ofMillis(last - first);
    }
}
