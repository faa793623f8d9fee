package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringMachine;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.stores.jobs.JobQuery;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Three schedulers whose clocks are a minute apart, and recurring jobs.
class RecurringIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final SessionId WORKER = new SessionId("w-of-a-recurring-test");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<TestScheduler> schedulers = new ArrayList<>();
    private static Scene scene;
    private static RecurringJobStore recurring;
    private static JobStore jobs;

    @BeforeAll
    static void start() {
        for (var apart : List.of(-60L, 0L, 60L)) {
            InstantSource clock = () -> Scene.now().plusSeconds(apart);
            schedulers.add(
                    TestScheduler.startWithClock(
                            servers, clock, "codex.jobs.scheduler.reconcile-period=1h"));
        }
        scene = new Scene(schedulers.getFirst());
        recurring = schedulers.getFirst().bean(RecurringJobStore.class);
        jobs = schedulers.getFirst().bean(JobStore.class);
    }

    @AfterAll
    static void stop() {
        schedulers.forEach(TestScheduler::close);
    }

    /// Stored as if its next time were `nextRunAt`, whatever its expression says.
    private static RecurringJob due(@Nullable Instant nextRunAt) {
        var planned =
                RecurringJob.planned(
                        new RecurringJobId(UUID.randomUUID().toString().replace("-", "")),
                        Jobs.ACME,
                        Jobs.MAIN,
                        "Hourly",
                        new JobSpec.SyncEnvironments(
                                Scene.anEnvironment(), Scene.anEnvironment(), false),
                        Schedule.inUtc("0 * * * *"),
                        Jobs.ALICE,
                        null,
                        Scene.now());
        return recurring.insert(at(planned, nextRunAt));
    }

    private static RecurringJob at(RecurringJob job, @Nullable Instant nextRunAt) {
        return new RecurringJob(
                job.id(),
                job.organization(),
                job.version(),
                job.name(),
                job.spec(),
                job.environment(),
                job.schedule(),
                job.paused(),
                job.deleted(),
                nextRunAt,
                job.firings(),
                job.running(),
                job.lastJob(),
                job.lastRunAt(),
                job.lastFailed(),
                job.createdAt(),
                job.updatedAt(),
                job.createdBy(),
                job.updatedBy(),
                job.idempotencyKey());
    }

    private static List<Job> runs(RecurringJob job) {
        return jobs.search(job.organization(), JobQuery.runs(job.id(), 0, 100)).items();
    }

    private static RecurringJob awaitUntil(RecurringJob job, Predicate<RecurringJob> condition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> recurring.findAll(List.of(job.id())).getFirst(), condition);
    }

    @Test
    void everyTimeFiresOnceAndInTime() {
        var at = Scene.now().plusSeconds(2);
        var all = IntStream.range(0, 150).mapToObj(_ -> due(at)).toList();

        all.forEach(
                job -> awaitUntil(job, now -> now.lastJob() != null && now.firings().isEmpty()));

        for (var job : all) {
            assertThat(runs(job)).as("%s", job.id()).hasSize(1);
            var run = runs(job).getFirst();
            assertThat(run.scheduledTime()).isEqualTo(at);
            assertThat(run.startedAt()).isBetween(at, at.plusSeconds(10));
            assertThat(run.createdAt()).isAfterOrEqualTo(at);
        }
        assertThat(schedulers)
                .as("all of them have taken their share")
                .allSatisfy(scheduler -> assertThat(scheduler.count("firings")).isPositive());
        assertThat(schedulers.stream().mapToDouble(one -> one.count("firings")).sum())
                .isGreaterThanOrEqualTo(150);
    }

    @Test
    void whatWasMissedBecomesOneRun() {
        var job = due(Scene.now().minusSeconds(5 * 3600 + 10));

        var fired = awaitUntil(job, now -> now.lastJob() != null && now.firings().isEmpty());

        assertThat(fired.nextRunAt()).isAfter(Scene.now());
        assertThat(runs(job)).hasSize(1);
        assertThat(runs(job).getFirst().counts().warnings()).isEqualTo(1);
    }

    @Test
    void anotherTimeDuringTheRunIsSkippedAndTheEndFreesTheNext() {
        var job = due(Scene.now());
        var fired = awaitUntil(job, now -> now.lastJob() != null && now.firings().isEmpty());
        assertThat(fired.status()).isEqualTo(RecurringJobStatus.ACTIVE);

        moved(job, Scene.now());

        await().atMost(PATIENCE)
                .until(() ->
                        runs(job).stream().anyMatch(run -> run.outcome() == JobOutcome.SKIPPED));
        assertThat(runs(job)).hasSize(2);

        var run = runs(job).stream().filter(one -> one.id().equals(fired.lastJob())).findFirst();
        scene.worked(run.orElseThrow(), WORKER);
        assertThat(awaitUntil(job, now -> now.running() == null).status())
                .isEqualTo(RecurringJobStatus.SCHEDULED);
    }

    private static void moved(RecurringJob job, Instant nextRunAt) {
        await().atMost(PATIENCE)
                .until(() -> {
                    var before = recurring.findAll(List.of(job.id())).getFirst();
                    var next = at(before, nextRunAt);
                    return recurring.apply(before, next);
                });
    }

    @Test
    void aFailedRunIsShown() {
        var job = due(Scene.now());
        var fired = awaitUntil(job, now -> now.lastJob() != null && now.firings().isEmpty());
        var run = runs(fired).getFirst();

        var running = scene.claimed(scene.awaitDispatched(run), WORKER);
        scene.happens(
                running,
                now ->
                        new JobEvent.TaskFailed(
                                Scene.current(now).id(),
                                Scene.current(now).attempt(),
                                new codex.jobs.model.job.JobError("BROKEN", "broken", null, false),
                                Scene.current(now).progress(),
                                Scene.current(now).counts(),
                                codex.jobs.model.job.JobResult.NONE));

        assertThat(awaitUntil(job, now -> now.running() == null).status())
                .isEqualTo(RecurringJobStatus.FAILED);
        assertThat(scene.stored(run).tasks().getFirst().status()).isEqualTo(TaskStatus.FAILED);
    }

    /// The scheduler that decided to fire died before it stored the job.
    @Test
    void aDecisionThatWasLeftBehindIsCarriedOut() {
        var job = due(null);
        var decided =
                RecurringMachine.step(
                        at(job, Scene.now().minusSeconds(60)),
                        new RecurringEvent.Due(),
                        Scene.now());

        assertThat(recurring.apply(job, decided)).isTrue();

        var stored = awaitUntil(job, now -> now.firings().isEmpty());
        assertThat(runs(job)).extracting(Job::id).containsExactly(stored.lastJob());
    }

    @Test
    void pausedOnesDoNotFire() {
        var later = Scene.now().plusMillis(1_500);
        var job = due(later);
        var paused = RecurringMachine.step(job, new RecurringEvent.Paused(Jobs.ALICE), Scene.now());
        assertThat(recurring.apply(job, paused)).isTrue();

        var witness = due(later.plusMillis(500));
        awaitUntil(witness, now -> now.lastJob() != null);

        assertThat(runs(job)).isEmpty();
    }
}
