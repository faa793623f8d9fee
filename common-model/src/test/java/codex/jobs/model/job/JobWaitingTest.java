package codex.jobs.model.job;

import static codex.jobs.model.job.Jobs.NOW;
import static codex.jobs.model.job.Jobs.aJob;
import static codex.jobs.model.job.Jobs.aReleasedTask;
import static codex.jobs.model.job.Jobs.aRunningTask;
import static codex.jobs.model.job.Jobs.aScheduledJob;
import static codex.jobs.model.job.Jobs.after;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobEvent.CancelRequested;
import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.LockRefused;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.Queued;
import codex.jobs.model.job.JobEvent.Settled;
import codex.jobs.model.job.JobWaiting.Facts;
import codex.jobs.model.job.JobWaiting.Reason;
import codex.jobs.model.tenant.Limits;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobWaitingTest {

    private static final TaskType TYPE = TaskType.PROCESS_ASSETS;
    private static final JobId HOLDER = new JobId("holder");

    private static final Facts USUAL = facts(Set.of(TYPE), true, 10, 3);
    private static final Facts NO_WORKER = facts(Set.of(), true, 10, 3);
    private static final Facts NO_SCHEDULER = facts(Set.of(TYPE), false, 10, 3);
    private static final Facts FULL = facts(Set.of(TYPE), true, 10, 10);
    private static final Facts PAUSED = facts(Set.of(TYPE), true, 0, 3);

    private static Facts facts(Set<TaskType> served, boolean scheduled, int limit, int active) {
        return new Facts(
                served, scheduled, new Limits(1, limit, 1, 1, 1, 1), active, Map.of(), Map.of());
    }

    private static Job queued(QueueWait.Reason reason) {
        return after(aJob(), new Queued(reason));
    }

    private static Job locked() {
        return after(aJob(), new LockRefused(Jobs.MAIN, HOLDER));
    }

    private static Job backingOff() {
        var job = aRunningTask();
        return after(job, Events.failed(job.tasks().getFirst().id(), 1, true));
    }

    private static Job cancelled() {
        return after(aJob(), new CancelRequested(Jobs.ALICE));
    }

    private static Job hidden() {
        var ended = after(aReleasedTask(), new CancelRequested(Jobs.ALICE));
        return after(after(ended, new Settled()), new DeleteRequested(Jobs.ALICE));
    }

    record Case(String name, Job job, Facts facts, @Nullable Reason reason) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("its time", aScheduledJob(NOW.plusSeconds(9)), USUAL, Reason.SCHEDULED),
                new Case("new", aJob(), USUAL, Reason.DECIDING),
                new Case("new, nobody decides", aJob(), NO_SCHEDULER, Reason.NO_SCHEDULER),
                new Case("quota", queued(QueueWait.Reason.QUOTA), FULL, Reason.QUOTA),
                new Case("quota since", queued(QueueWait.Reason.WINDOW), FULL, Reason.QUOTA),
                new Case("window", queued(QueueWait.Reason.WINDOW), USUAL, Reason.QUEUED),
                new Case("window since", queued(QueueWait.Reason.QUOTA), USUAL, Reason.QUEUED),
                new Case("paused", queued(QueueWait.Reason.PAUSED), PAUSED, Reason.PAUSED),
                new Case("paused since", queued(QueueWait.Reason.QUOTA), PAUSED, Reason.PAUSED),
                new Case("lock", locked(), USUAL, Reason.LOCKED),
                new Case("to be sent", after(aJob(), new LocksGranted()), USUAL, Reason.DECIDING),
                new Case("sent", aReleasedTask(), USUAL, Reason.WORKERS_BUSY),
                new Case("sent, nobody takes it", aReleasedTask(), NO_WORKER, Reason.NO_WORKER),
                new Case("backoff", backingOff(), USUAL, Reason.BACKING_OFF),
                new Case("stuck", Jobs.aStuckJob(), USUAL, Reason.DECIDING),
                new Case("running", aRunningTask(), NO_WORKER, null),
                new Case("ended", cancelled(), NO_SCHEDULER, null),
                new Case("hidden", hidden(), NO_SCHEDULER, null),
                new Case("over", after(cancelled(), new Settled()), NO_SCHEDULER, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyJobSaysWhyItDoesNotRun(Case each) {
        var waiting = JobWaiting.of(each.job(), each.facts(), NOW);

        assertThat(waiting.map(JobWaiting::reason)).isEqualTo(Optional.ofNullable(each.reason()));
        waiting.ifPresent(why -> assertThat(why.message()).isNotBlank());
    }

    @Test
    void theCasesAreAllThereAre() {
        var reasons =
                cases().flatMap(each -> Stream.ofNullable(each.reason()))
                        .collect(Collectors.toSet());
        var livenesses =
                cases().<Class<?>>map(each -> Liveness.of(each.job(), NOW).getClass())
                        .collect(Collectors.toSet());

        assertThat(reasons).containsExactlyInAnyOrder(Reason.values());
        assertThat(livenesses)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.asList(Liveness.class.getPermittedSubclasses()));
    }

    @Test
    void itSaysWhatItWaitsForAndUntilWhen() {
        var scheduled = waiting(aScheduledJob(NOW.plusSeconds(9)), USUAL);
        assertThat(scheduled.until()).isEqualTo(NOW.plusSeconds(9));

        var locked = waiting(locked(), USUAL);
        assertThat(locked.heldBy()).isEqualTo(HOLDER);
        assertThat(locked.environment()).isEqualTo(Jobs.MAIN);

        var backingOff = waiting(backingOff(), USUAL);
        assertThat(backingOff.until()).isAfter(NOW);
        assertThat(backingOff.taskType()).isEqualTo(TYPE);

        assertThat(waiting(aReleasedTask(), NO_WORKER).taskType()).isEqualTo(TYPE);

        var job = queued(QueueWait.Reason.WINDOW);
        var queued =
                waiting(
                        job,
                        new Facts(
                                Set.of(), true, FULL.limits(), 10, Map.of(job.id(), 7), Map.of()));
        assertThat(queued.position()).isEqualTo(7);
        assertThat(queued.taskType()).isEqualTo(TYPE);
        assertThat(queued.message())
                .isEqualTo("The organization has 10 of 10 active jobs; place 7 in the queue");
    }

    private static JobWaiting waiting(Job job, Facts facts) {
        return JobWaiting.of(job, facts, NOW).orElseThrow();
    }

    @Test
    void whateverHappensAJobEitherRunsOrIsOverOrSaysWhyNot() {
        for (var seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var job = random.nextBoolean() ? aJob() : aScheduledJob(NOW.plusSeconds(5));
            var now = NOW;
            for (var number = 0; number < 60; number++) {
                now = now.plusMillis(random.nextInt(3_000));
                var events = Events.all(job);
                var event = events.get(random.nextInt(events.size()));
                if (JobMachine.step(job, event, now) instanceof Step.Applied(var next, _)) {
                    job = next;
                }
                var runsOrIsOver = job.status().isTerminal() || job.leaseOwner() != null;
                assertThat(JobWaiting.of(job, USUAL, now).isEmpty())
                        .as("seed %s, %s", seed, job)
                        .isEqualTo(runsOrIsOver);
            }
        }
    }
}
