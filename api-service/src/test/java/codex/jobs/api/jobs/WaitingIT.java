package codex.jobs.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.api.limits.Limited;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.QueueWait;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.sessions.SessionStore;
import codex.jobs.stores.tenants.EnvironmentLocks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// `Job.waiting`: every job says itself why it does not run.
class WaitingIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final SessionId SCHEDULER = new SessionId("s-waiting");
    private static final SessionId WORKER = new SessionId("w-waiting");
    private static final String WAITING =
            "waiting { reason message until environment { alias } heldBy position taskType }";

    private static Examples ours;

    @BeforeAll
    static void anOrganizationAndAScheduler() {
        ours = Examples.in(api, "waiting");
        api.get(SessionStore.class).open(SCHEDULER, "scheduler");
        beats();
    }

    @AfterAll
    static void nobodyIsLeft() {
        api.get(SessionStore.class).close(SCHEDULER);
        api.get(SessionStore.class).close(WORKER);
    }

    private static void beats() {
        api.get(SessionStore.class).beat(SCHEDULER);
        Awaitility.await().until(() -> api.get(Living.class).now().schedulers());
    }

    private static JsonNode waiting(String job) {
        return ours.client()
                .ask("{ job(id: \"" + job + "\") { " + WAITING + " } }")
                .data("/job/waiting");
    }

    private static String reason(String job) {
        return waiting(job).path("reason").asString();
    }

    @Test
    void aNewJobIsAboutToBeDecided() {
        beats();

        assertThat(reason(ours.aJob())).isEqualTo("DECIDING");
    }

    @Test
    void aPlannedJobSaysWhenItBegins() {
        var job =
                ours.client()
                        .ask(
                                """
                                mutation { createImportJob(createJobInput: {
                                  jobName: "Later" fileKey: "file.json" jobType: IMPORT_ENTRIES
                                  scheduledTime: "2027-05-01T10:00:00.000Z" }) { id } }\
                                """)
                        .data("/createImportJob/id")
                        .asString();

        assertThat(reason(job)).isEqualTo("SCHEDULED");
        assertThat(waiting(job).path("until").asString()).isEqualTo("2027-05-01T10:00:00.000Z");
    }

    @Test
    void aLockedJobSaysWhichJobHasWhichEnvironment() {
        var holder = ours.aJob();
        var job = ours.aJob();
        ours.step(job, new JobEvent.LockRefused(new EnvironmentId("env-main"), new JobId(holder)));

        var waiting = waiting(job);

        assertThat(waiting.path("reason").asString()).isEqualTo("LOCKED");
        assertThat(waiting.path("heldBy").asString()).isEqualTo(holder);
        assertThat(waiting.at("/environment/alias").asString()).isEqualTo("main");
    }

    @Test
    void aLockedJobNamesTheOneThatHasTheEnvironmentNow() {
        var main = new EnvironmentId("env-main");
        var before = new JobId(ours.aJob());
        var holder = new JobId(ours.aJob());
        var job = new JobId(ours.aJob());
        var locks = api.get(EnvironmentLocks.class);
        var organization = ours.stored(job.value()).organization();
        locks.change(
                organization,
                main,
                _ ->
                        EnvironmentLock.FREE
                                .request(holder, LockMode.EXCLUSIVE)
                                .request(job, LockMode.EXCLUSIVE));
        ours.step(job.value(), new JobEvent.LockRefused(main, before));

        assertThat(waiting(job.value()).path("heldBy").asString()).isEqualTo(holder.value());

        locks.change(organization, main, lock -> lock.release(holder));
        assertThat(reason(job.value())).isIn("DECIDING", "NO_SCHEDULER");

        locks.change(organization, main, _ -> EnvironmentLock.FREE);
    }

    @Test
    void aReleasedTaskSaysWhetherAnyWorkerTakesIt() {
        var job = ours.aJob();
        ours.step(job, new JobEvent.LocksGranted());
        ours.step(job, new JobEvent.TaskReleased(ours.stored(job).tasks().getFirst().id()));

        assertThat(reason(job)).isEqualTo("NO_WORKER");
        assertThat(waiting(job).path("taskType").asString()).isEqualTo("PROCESS_ENTRIES");

        api.get(SessionStore.class).open(WORKER, "worker", Set.of(TaskType.PROCESS_ENTRIES));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> reason(job).equals("WORKERS_BUSY"));

        ours.step(
                job, new JobEvent.TaskClaimed(ours.stored(job).tasks().getFirst().id(), 1, WORKER));
        assertThat(waiting(job).isNull()).isTrue();
    }

    @Test
    void queuedJobsSayTheirPlacesThoughTheirOrganizationMayHaveMore() {
        var first = ours.aJob();
        var second = ours.aJob();
        ours.step(first, new JobEvent.Queued(QueueWait.Reason.WINDOW));
        ours.step(second, new JobEvent.Queued(QueueWait.Reason.WINDOW));

        assertThat(reason(first)).isEqualTo("QUEUED");
        assertThat(waiting(first).path("position").asInt()).isEqualTo(1);
        assertThat(waiting(second).path("position").asInt()).isEqualTo(2);
        assertThat(waiting(second).path("taskType").asString()).isEqualTo("PROCESS_ENTRIES");
        assertThat(waiting(second).path("message").asString()).endsWith("place 2 in the queue");

        ours.step(first, new JobEvent.Admitted());

        assertThat(waiting(second).path("position").asInt()).isEqualTo(1);
    }

    @Test
    void aTaskThatFailedSaysWhenItIsTriedAgain() {
        var job = ours.aJob();
        ours.step(job, new JobEvent.LocksGranted());
        var task = ours.stored(job).tasks().getFirst().id();
        ours.step(job, new JobEvent.TaskReleased(task));
        ours.step(job, new JobEvent.TaskClaimed(task, 1, WORKER));

        ours.step(
                job,
                new JobEvent.TaskFailed(
                        task,
                        1,
                        new JobError("SEARCH_UNAVAILABLE", "It was away", task, true),
                        Progress.NONE,
                        Counts.NONE,
                        JobResult.NONE));

        var waiting = waiting(job);
        assertThat(waiting.path("reason").asString()).isEqualTo("BACKING_OFF");
        assertThat(Instant.parse(waiting.path("until").asString()))
                .isEqualTo(ours.stored(job).wakeAt());
        assertThat(waiting.path("taskType").asString()).isEqualTo("PROCESS_ENTRIES");
        assertThat(waiting.path("message").asString())
                .startsWith("Attempt 1 failed, the next one begins at ");
    }

    @Test
    void aNewJobSaysThatNobodyDecidesIt() {
        var job = ours.aJob();
        api.get(SessionStore.class).close(SCHEDULER);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> reason(job).equals("NO_SCHEDULER"));

        api.get(SessionStore.class).open(SCHEDULER, "scheduler");
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> reason(job).equals("DECIDING"));
    }

    @Test
    void queuedJobsOfAListSayTheirPlacesWithoutAQueryForEach() {
        Limited.set(api, "waiting-many", "activeJobs", 1);
        var many = Examples.in(api, "waiting-many");
        many.step(many.aJob(), new JobEvent.LocksGranted());
        var jobs = IntStream.range(0, 30).mapToObj(_ -> many.aJob()).toList();
        jobs.forEach(job -> many.step(job, new JobEvent.Queued(QueueWait.Reason.QUOTA)));
        var list =
                "{ jobs(limit: 30, filter: { statuses: [PENDING] }"
                        + " sort: [{field: CREATED_AT direction: ASC}])"
                        + " { items { id %s } } }";
        var without = commands(() -> many.client().ask(list.formatted("")).data("/jobs"));

        var with =
                commands(() -> {
                    var items = many.client().ask(list.formatted(WAITING)).data("/jobs/items");
                    assertThat(items.valueStream().map(job -> job.at("/waiting/position").asInt()))
                            .containsExactlyElementsOf(
                                    IntStream.rangeClosed(1, 30).boxed().toList());
                    assertThat(items.valueStream().map(job -> job.at("/waiting/reason").asString()))
                            .containsOnly("QUOTA");
                });

        assertThat(without).isPositive();
        assertThat(with - without).isLessThan(10);
    }

    private static long commands(Runnable action) {
        var before = commands();
        action.run();
        return commands() - before;
    }

    private static long commands() {
        return api.get(MeterRegistry.class).find("mongodb.driver.commands").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void thePausedSaySoAsSoonAsTheyArePaused() {
        var paused = Examples.in(api, "waiting-paused");
        var job = paused.aJob();
        paused.step(job, new JobEvent.Queued(QueueWait.Reason.QUOTA));
        Limited.set(api, "waiting-paused", "activeJobs", 0);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        paused.client()
                                .ask("{ job(id: \"" + job + "\") { waiting { reason } } }")
                                .data("/job/waiting/reason")
                                .asString()
                                .equals("PAUSED"));
    }

    @Test
    void whatIsOverWaitsForNothing() {
        var job = ours.aJob();
        ours.step(job, new JobEvent.CancelRequested(ours.stored(job).createdBy()));

        assertThat(waiting(job).isNull()).isTrue();
    }
}
