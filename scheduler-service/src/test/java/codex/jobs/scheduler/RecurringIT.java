package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringMachine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    private static Recurrences recurrences;

    @BeforeAll
    static void start() {
        for (var apart : List.of(-60L, 0L, 60L)) {
            InstantSource clock = () -> Scene.now().plusSeconds(apart);
            schedulers.add(
                    TestScheduler.startWithClock(
                            servers, clock, "codex.jobs.scheduler.reconcile-period=1h"));
        }
        scene = new Scene(schedulers.getFirst());
        recurrences = new Recurrences(schedulers.getFirst());
    }

    @AfterAll
    static void stop() {
        schedulers.forEach(TestScheduler::close);
    }

    @Test
    void everyTimeFiresOnceAndInTime() {
        var at = Scene.now().plusSeconds(2);
        var all = IntStream.range(0, 150).mapToObj(_ -> recurrences.due(at)).toList();

        all.forEach(job ->
                recurrences.awaitUntil(
                        job, now -> now.lastJob() != null && now.firings().isEmpty()));

        for (var job : all) {
            assertThat(recurrences.runs(job)).as("%s", job.id()).hasSize(1);
            var run = recurrences.runs(job).getFirst();
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
        var job = recurrences.due(Scene.now().minusSeconds(5 * 3600 + 10));

        var fired =
                recurrences.awaitUntil(
                        job, now -> now.lastJob() != null && now.firings().isEmpty());

        assertThat(fired.nextRunAt()).isAfter(Scene.now());
        assertThat(recurrences.runs(job)).hasSize(1);
        assertThat(recurrences.runs(job).getFirst().counts().warnings()).isEqualTo(1);
        assertThat(recurrences.warnings(recurrences.runs(job).getFirst()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.code()).isEqualTo("FIRINGS_MISSED");
                    assertThat(line.message()).contains(" further times of the schedule");
                });
    }

    @Test
    void anotherTimeDuringTheRunIsSkippedAndTheEndFreesTheNext() {
        var job = recurrences.due(Scene.now());
        var fired =
                recurrences.awaitUntil(
                        job, now -> now.lastJob() != null && now.firings().isEmpty());
        assertThat(fired.status()).isEqualTo(RecurringJobStatus.ACTIVE);

        recurrences.moved(job, Scene.now());

        await().atMost(PATIENCE)
                .until(() ->
                        recurrences.runs(job).stream()
                                .anyMatch(run -> run.outcome() == JobOutcome.SKIPPED));
        assertThat(recurrences.runs(job)).hasSize(2);

        var run =
                recurrences.runs(job).stream()
                        .filter(one -> one.id().equals(fired.lastJob()))
                        .findFirst();
        scene.worked(run.orElseThrow(), WORKER);
        assertThat(recurrences.awaitUntil(job, now -> now.running() == null).status())
                .isEqualTo(RecurringJobStatus.SCHEDULED);
    }

    @Test
    void aFailedRunIsShown() {
        var job = recurrences.due(Scene.now());
        var fired =
                recurrences.awaitUntil(
                        job, now -> now.lastJob() != null && now.firings().isEmpty());
        var run = recurrences.runs(fired).getFirst();

        scene.failed(scene.claimed(scene.awaitDispatched(run), WORKER));

        assertThat(recurrences.awaitUntil(job, now -> now.running() == null).status())
                .isEqualTo(RecurringJobStatus.FAILED);
        assertThat(scene.stored(run).tasks().getFirst().status()).isEqualTo(TaskStatus.FAILED);
    }

    /// The scheduler that decided to fire died before it stored the job.
    @Test
    void aDecisionThatWasLeftBehindIsCarriedOut() {
        var job = recurrences.due(null);
        var decided =
                RecurringMachine.step(
                        Recurrences.at(job, Scene.now().minusSeconds(60)),
                        new RecurringEvent.Due(),
                        Scene.now());

        assertThat(recurrences.apply(job, decided)).isTrue();

        var stored = recurrences.awaitUntil(job, now -> now.firings().isEmpty());
        assertThat(recurrences.runs(job)).extracting(Job::id).containsExactly(stored.lastJob());
    }

    @Test
    void pausedOnesDoNotFire() {
        var later = Scene.now().plusMillis(1_500);
        var job = recurrences.due(later);
        var paused = RecurringMachine.step(job, new RecurringEvent.Paused(Jobs.ALICE), Scene.now());
        assertThat(recurrences.apply(job, paused)).isTrue();

        var witness = recurrences.due(later.plusMillis(500));
        recurrences.awaitUntil(witness, now -> now.lastJob() != null);

        assertThat(recurrences.runs(job)).isEmpty();
    }
}
