package codex.jobs.benchmarks;

import codex.jobs.model.job.Job;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// How long a job waits until its first task runs, when 50 a second are created at an even pace,
/// whether or not the ones before were answered.
final class FirstTask implements Row {

    private static final int ORGANIZATIONS = 50;
    private static final int PER_SECOND = 50;
    private static final int WARM_UP = 60 * PER_SECOND;
    private static final int MEASURED = 20 * PER_SECOND;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        var stores = platform.stores();
        try (var client = new Client(platform)) {
            var requests =
                    Tenant.createAll(stores, "pace", ORGANIZATIONS).stream()
                            .map(tenant ->
                                    client.importOf(tenant, "paced", Tenant.SMALL_FILE, true))
                            .toList();
            laboratory.say("warming up");
            create(client, requests, WARM_UP);
            new UnfinishedJobs(stores).awaitNone(PATIENCE);
            laboratory.say("%s jobs at %s/s".formatted(MEASURED, PER_SECOND));
            var accepted = create(client, requests, MEASURED);
            new UnfinishedJobs(stores).awaitNone(PATIENCE);
            return figures(courses(accepted, stores.get(JobStore.class)));
        }
    }

    /// A request that was answered.
    private record Sent(Instant at, Client.Accepted accepted) {

        Course with(Job job) {
            return new Course(
                    at,
                    accepted.answeredAt(),
                    job.createdAt(),
                    Objects.requireNonNull(job.tasks().getFirst().startedAt()));
        }
    }

    /// The first moments of a job: those of the client, and those that are stored with the job.
    private record Course(Instant sent, Instant answered, Instant created, Instant started) {

        long answerMillis() {
            return Duration.between(sent, answered).toMillis();
        }

        long answeredToStartedMillis() {
            return Duration.between(answered, started).toMillis();
        }

        long createdToStartedMillis() {
            return Duration.between(created, started).toMillis();
        }
    }

    private static List<Sent> create(Client client, List<Client.Import> requests, int count)
            throws Exception {
        var begun = System.nanoTime();
        var running = new ArrayList<Future<Sent>>(count);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < count; number++) {
                var due = begun + number * 1_000_000_000L / PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var request = requests.get(number % requests.size());
                running.add(threads.submit(() -> new Sent(Instant.now(), client.create(request))));
            }
            var sent = new ArrayList<Sent>(count);
            for (var one : running) {
                sent.add(one.get());
            }
            return sent;
        }
    }

    private static List<Course> courses(List<Sent> sent, JobStore stored) {
        var jobs =
                stored.findAll(sent.stream().map(one -> one.accepted().job()).toList()).stream()
                        .collect(Collectors.toMap(Job::id, job -> job));
        return sent.stream()
                .map(one -> one.with(Objects.requireNonNull(jobs.get(one.accepted().job()))))
                .toList();
    }

    private static List<Figure> figures(List<Course> courses) {
        var running = millis(courses, Course::answeredToStartedMillis);
        var created = millis(courses, Course::createdToStartedMillis);
        var answers = millis(courses, Course::answerMillis);
        return List.of(
                Figure.atMost("answered → first task runs, p50", percentile(running, 50), 20),
                Figure.atMost("answered → first task runs, p99", percentile(running, 99), 150),
                Figure.of("created → first task runs, p50", percentile(created, 50)),
                Figure.of("created → first task runs, p99", percentile(created, 99)),
                Figure.of("sent → answered, p50", percentile(answers, 50)),
                Figure.of("sent → answered, p99", percentile(answers, 99)));
    }

    private static Samples millis(List<Course> courses, ToLongFunction<Course> property) {
        return Samples.of(courses.stream().map(property::applyAsLong).toList());
    }

    private static Amount percentile(Samples samples, double percent) {
        return Amount.milliseconds(samples.percentile(percent));
    }
}
