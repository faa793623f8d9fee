package codex.jobs.benchmarks;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.recurring.RecurringJobStore;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// How late jobs are that have a time: 100,000 that wait, of which some are due within a minute;
/// then 10,000 recurring ones that all fire within a minute. Two schedulers, and handlers that do
/// nothing.
final class Lateness implements Row {

    private static final int WAITING = 95_000;
    private static final int DUE = 5_000;
    private static final int RECURRING = 10_000;
    private static final int WARM_UP = 5_000;
    private static final int AT_ONCE = 1_000;
    private static final int ORGANIZATIONS = 50;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LEAD = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_NANOS = 1_000_000_000;
    private static final Actor ACTOR = Actor.named("benchmark", true, null, null);

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.freshPlatform(NoOpProcess.PLATFORM, "--schedulers", "2");
        try (var _ = NoOpProcess.start(platform, laboratory.directory("lateness-worker"))) {
            var stores = platform.stores();
            var organizations =
                    Tenant.createAll(stores, "late", ORGANIZATIONS).stream()
                            .map(Tenant::organization)
                            .toList();
            var lateness = new Runs(stores, organizations);
            laboratory.say("warming up");
            lateness.scheduled("w", WARM_UP);
            laboratory.say("%s jobs wait, %s of them for a minute".formatted(WAITING, DUE));
            lateness.waiting(WAITING);
            var scheduled = lateness.scheduled("d", DUE);
            laboratory.say("%s recurring jobs".formatted(RECURRING));
            var recurring = lateness.recurring(RECURRING);
            return List.of(
                    millis("scheduledTime → started, p50", scheduled, 50),
                    Figure.atMost("scheduledTime → started, p99", amount(scheduled, 99), 500),
                    millis("cron → started, p50", recurring, 50),
                    Figure.atMost("cron → started, p99", amount(recurring, 99), 500));
        } finally {
            laboratory.stopPlatform();
        }
    }

    private static Figure millis(String what, Samples samples, double percent) {
        return Figure.of(what, amount(samples, percent));
    }

    private static Amount amount(Samples samples, double percent) {
        return Amount.milliseconds(samples.percentile(percent));
    }

    /// Writes jobs straight into the stores, and looks at them when they are over.
    private record Runs(Stores stores, List<OrganizationId> organizations) {

        void waiting(int count) {
            var later = now().plus(Duration.ofDays(1));
            insert(count, number -> job("f" + number, number, later.plusSeconds(number)));
        }

        Samples scheduled(String prefix, int count) {
            // Time enough to store them all.
            var begin = now().plus(LEAD).plusMillis(count);
            var jobs =
                    insert(
                            count,
                            number ->
                                    job(
                                            prefix + number,
                                            number,
                                            begin.plus(
                                                    WINDOW.multipliedBy(number).dividedBy(count))));
            return started(jobs.stream().map(Job::id).toList());
        }

        private List<Job> insert(int count, IntFunction<Job> job) {
            var all = new ArrayList<Job>(count);
            for (var from = 0; from < count; from += AT_ONCE) {
                var some =
                        IntStream.range(from, Math.min(count, from + AT_ONCE))
                                .mapToObj(job)
                                .toList();
                stores.get(JobStore.class).insertMissing(some);
                all.addAll(some);
            }
            return all;
        }

        private Job job(String id, int number, Instant at) {
            return Job.planned(
                    new JobId(id),
                    organizations.get(number % organizations.size()),
                    new EnvironmentId("main"),
                    "Scheduled",
                    sync(id),
                    at,
                    ACTOR,
                    null,
                    Counts.NONE,
                    now());
        }

        /// Of two environments that no other job has to do with.
        private static JobSpec.SyncEnvironments sync(String id) {
            return new JobSpec.SyncEnvironments(
                    new EnvironmentId("base-" + id), new EnvironmentId("target-" + id), true);
        }

        Samples recurring(int count) throws InterruptedException {
            var store = stores.get(RecurringJobStore.class);
            var begin = now().plus(LEAD).plusMillis(count * 5L).truncatedTo(ChronoUnit.SECONDS);
            var ids = new ArrayList<RecurringJobId>(count);
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (var number = 0; number < count; number++) {
                    var recurring =
                            recurring(number, begin.plusSeconds(number % WINDOW.toSeconds()));
                    ids.add(recurring.id());
                    threads.execute(() -> store.insert(recurring));
                }
            }
            if (now().isAfter(begin)) {
                throw new IllegalStateException("Storing them took too long");
            }
            parkUntil(begin.plus(WINDOW).plusSeconds(1));
            var runs = runs(ids);
            var samples = started(runs);
            var stored =
                    stores.control(Collections.JOBS).countDocuments(Filters.gt("recurringJob", ""));
            if (stored != count) {
                throw new IllegalStateException(stored + " runs of " + count);
            }
            return samples;
        }

        private RecurringJob recurring(int number, Instant at) {
            var time = at.atOffset(ZoneOffset.UTC);
            return RecurringJob.planned(
                    new RecurringJobId("r" + number),
                    organizations.get(number % organizations.size()),
                    new EnvironmentId("main"),
                    "Recurring",
                    sync("r" + number),
                    Schedule.inUtc(
                            "%s %s %s * * *"
                                    .formatted(time.getSecond(), time.getMinute(), time.getHour())),
                    ACTOR,
                    null,
                    now());
        }

        private List<JobId> runs(List<RecurringJobId> ids) {
            var store = stores.get(RecurringJobStore.class);
            var begun = System.nanoTime();
            while (true) {
                var runs =
                        chunks(ids).stream()
                                .flatMap(some -> store.findAll(some).stream())
                                .map(RecurringJob::lastJob)
                                .filter(job -> job != null)
                                .toList();
                if (runs.size() == ids.size()) {
                    return runs;
                }
                pause(begun, ids.size() - runs.size());
            }
        }

        /// How long after their time they were started, in milliseconds; when all are over.
        private Samples started(List<JobId> ids) {
            var begun = System.nanoTime();
            while (true) {
                var over = new HashMap<JobId, Job>();
                for (var some : chunks(ids)) {
                    stores.get(JobStore.class).findAll(some).stream()
                            .filter(Job::settled)
                            .forEach(job -> over.put(job.id(), job));
                }
                if (over.size() == ids.size()) {
                    return lateness(over);
                }
                pause(begun, ids.size() - over.size());
            }
        }

        private static Samples lateness(Map<JobId, Job> jobs) {
            return Samples.of(jobs.values().stream().map(Runs::lateness).toList());
        }

        private static long lateness(Job job) {
            var due = job.scheduledTime();
            var started = job.startedAt();
            if (due == null || started == null || started.isBefore(due)) {
                throw new IllegalStateException(job.id() + " was started before its time");
            }
            return Duration.between(due, started).toMillis();
        }

        private static void pause(long begun, int missing) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(missing + " jobs are not over");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }

        private static void parkUntil(Instant time) throws InterruptedException {
            Thread.sleep(Duration.between(now(), time));
        }

        private static <T> Collection<List<T>> chunks(List<T> all) {
            return IntStream.rangeClosed(0, (all.size() - 1) / AT_ONCE)
                    .mapToObj(chunk ->
                            all.subList(
                                    chunk * AT_ONCE, Math.min(all.size(), (chunk + 1) * AT_ONCE)))
                    .toList();
        }

        private static Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }
    }
}
