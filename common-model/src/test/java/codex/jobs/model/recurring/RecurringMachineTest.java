package codex.jobs.model.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The rules of specification 3.6, "Recurring".
class RecurringMachineTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant FIRST = Instant.parse("2026-03-01T13:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static RecurringJob hourly() {
        return RecurringJob.planned(
                new RecurringJobId("r1"),
                Jobs.ACME,
                Jobs.MAIN,
                "Nightly",
                new JobSpec.SyncEnvironments(Jobs.MAIN, new EnvironmentId("staging"), false),
                Schedule.inUtc("0 * * * *"),
                Jobs.ALICE,
                null,
                NOW);
    }

    private static RecurringJob due(RecurringJob job, Instant now) {
        return RecurringMachine.step(job, new RecurringEvent.Due(), now);
    }

    private static RecurringJob fired() {
        return due(hourly(), FIRST);
    }

    private static RecurringJob stored(RecurringJob job) {
        var next = job;
        for (var firing : job.firings()) {
            next = RecurringMachine.step(next, new RecurringEvent.RunStored(firing.job()), NOW);
        }
        return next;
    }

    private static RecurringJob ended(RecurringJob job, boolean failed) {
        return RecurringMachine.step(
                job,
                new RecurringEvent.RunEnded(Objects.requireNonNull(job.lastJob()), failed),
                FIRST);
    }

    @Test
    void waitsForItsFirstTime() {
        assertThat(hourly().status()).isEqualTo(RecurringJobStatus.SCHEDULED);
        assertThat(hourly().nextRunAt()).isEqualTo(FIRST);
        assertThat(hourly().wakeAt()).isEqualTo(FIRST);
        assertThat(due(hourly(), FIRST.minusMillis(1))).isEqualTo(hourly());
    }

    @Test
    void firesOnceAndMovesOn() {
        var fired = fired();

        assertThat(fired.status()).isEqualTo(RecurringJobStatus.ACTIVE);
        assertThat(fired.nextRunAt()).isEqualTo(FIRST.plus(HOUR));
        assertThat(fired.firings()).hasSize(1);
        assertThat(fired.wakeAt()).as("its job is not stored yet").isBefore(FIRST.plus(HOUR));
        assertThat(due(fired, FIRST)).isSameAs(fired);
        assertThat(stored(fired).wakeAt()).isEqualTo(FIRST.plus(HOUR));
    }

    /// Clocks that differ, or a decision that is made again, lead to the same job.
    @Test
    void theRunIsTheSameWheneverItIsDecided() {
        var late = due(hourly(), FIRST.plusSeconds(90));

        assertThat(late.firings().getFirst().job()).isEqualTo(fired().firings().getFirst().job());
    }

    @Test
    void differentTimesAndJobsHaveDifferentRuns() {
        var again = due(stored(fired()), FIRST.plus(HOUR));

        assertThat(again.firings().getFirst().job()).isNotEqualTo(fired().lastJob());
        assertThat(RunId.of(new RecurringJobId("r2"), FIRST)).isNotEqualTo(fired().lastJob());
    }

    @Test
    void afterAnOutageThereIsOneCatchUpRun() {
        var late = due(hourly(), FIRST.plus(HOUR.multipliedBy(5)).plusSeconds(1));

        assertThat(late.firings()).hasSize(1);
        assertThat(late.firings().getFirst().dueAt()).isEqualTo(FIRST);
        assertThat(late.firings().getFirst().missed()).isEqualTo(5);
        assertThat(late.nextRunAt()).isEqualTo(FIRST.plus(HOUR.multipliedBy(6)));
        assertThat(Run.of(late, late.firings().getFirst(), FIRST.plus(HOUR)).lines())
                .extracting(LogLine::code)
                .containsExactly(null, Run.MISSED);
    }

    @Test
    void aTimeDuringARunIsSkippedAndSeen() {
        var running = stored(fired());

        var again = due(running, FIRST.plus(HOUR));

        var firing = again.firings().getFirst();
        assertThat(firing.blockedBy()).isEqualTo(running.running());
        assertThat(again.running()).isEqualTo(running.running());
        assertThat(again.lastJob()).isEqualTo(running.lastJob());
        var run = Run.of(again, firing, FIRST.plus(HOUR));
        assertThat(run.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(run.job().outcome()).isEqualTo(JobOutcome.SKIPPED);
        assertThat(Liveness.of(run.job(), FIRST.plus(HOUR))).isEqualTo(new Liveness.Over());
        assertThat(run.lines()).extracting(LogLine::code).containsExactly(null, Run.SKIPPED);
        assertThat(run.job().counts().logs()).isEqualTo(run.lines().size());
        assertThat(run.job().counts().warnings()).isEqualTo(1);
    }

    @Test
    void aRunIsAJobOfTheScheduleThatStartsAtOnce() {
        var run = Run.of(fired(), fired().firings().getFirst(), FIRST.plusMillis(5)).job();

        assertThat(run.recurringJob()).isEqualTo(hourly().id());
        assertThat(run.scheduledTime()).isEqualTo(FIRST);
        assertThat(run.createdBy()).isEqualTo(Jobs.ALICE);
        assertThat(run.spec()).isEqualTo(hourly().spec());
        assertThat(run.counts().logs()).isEqualTo(1);
        assertThat(Liveness.of(run, FIRST.plusMillis(5))).isEqualTo(new Liveness.NeedsLocks());
    }

    @Test
    void theEndOfARunFreesTheNext() {
        var over = ended(stored(fired()), false);

        assertThat(over.status()).isEqualTo(RecurringJobStatus.SCHEDULED);
        assertThat(due(over, FIRST.plus(HOUR)).firings().getFirst().isSkipped()).isFalse();
        assertThat(ended(over, false)).isSameAs(over);
    }

    /// The run may be over before the one who stored it comes to say so.
    @Test
    void theEndOfARunMayComeBeforeItIsKnownToBeStored() {
        var over = stored(ended(fired(), false));

        assertThat(over.running()).isNull();
        assertThat(over.firings()).isEmpty();
    }

    @Test
    void aFailedRunIsShownAndTheScheduleGoesOn() {
        var failed = ended(stored(fired()), true);

        assertThat(failed.status()).isEqualTo(RecurringJobStatus.FAILED);
        assertThat(failed.nextRunAt()).isEqualTo(FIRST.plus(HOUR));
        assertThat(due(failed, FIRST.plus(HOUR)).status()).isEqualTo(RecurringJobStatus.ACTIVE);
        assertThat(ended(failed, false).status())
                .as("retried")
                .isEqualTo(RecurringJobStatus.SCHEDULED);
    }

    @Test
    void pausingTwiceIsAsPausingOnce() {
        var paused = RecurringMachine.step(hourly(), new RecurringEvent.Paused(Jobs.ALICE), NOW);

        assertThat(paused.status()).isEqualTo(RecurringJobStatus.PAUSED);
        assertThat(paused.wakeAt()).isNull();
        assertThat(RecurringMachine.step(paused, new RecurringEvent.Paused(Jobs.ALICE), NOW))
                .isSameAs(paused);
        assertThat(due(paused, FIRST)).isSameAs(paused);
    }

    @Test
    void whatLiesInAPauseIsNotMadeGood() {
        var paused = RecurringMachine.step(hourly(), new RecurringEvent.Paused(Jobs.ALICE), NOW);
        var later = FIRST.plus(HOUR.multipliedBy(3)).plusSeconds(1);

        var resumed = RecurringMachine.step(paused, new RecurringEvent.Resumed(Jobs.ALICE), later);

        assertThat(resumed.nextRunAt()).isEqualTo(FIRST.plus(HOUR.multipliedBy(4)));
        assertThat(RecurringMachine.step(resumed, new RecurringEvent.Resumed(Jobs.ALICE), later))
                .isSameAs(resumed);
    }

    @Test
    void runsWhenAskedAlsoWhilePausedAndKeepsItsSchedule() {
        var paused = RecurringMachine.step(hourly(), new RecurringEvent.Paused(Jobs.ALICE), NOW);

        var asked = asked(paused);

        assertThat(asked.status()).isEqualTo(RecurringJobStatus.PAUSED);
        assertThat(asked.running()).isEqualTo(new JobId("now"));
        assertThat(asked.nextRunAt()).isNull();
        assertThat(asked(hourly()).nextRunAt()).isEqualTo(FIRST);
        assertThat(Run.of(asked, asked.firings().getFirst(), NOW).job().counts().logs())
                .isEqualTo(1);
    }

    @Test
    void whatIsAskedForDuringARunIsSkipped() {
        assertThat(asked(fired()).firings())
                .extracting(Firing::isSkipped)
                .containsExactly(false, true);
    }

    private static RecurringJob asked(RecurringJob job) {
        return RecurringMachine.step(
                job, new RecurringEvent.RunAsked(new JobId("now"), Jobs.ALICE), NOW);
    }

    @Test
    void deletingLeavesTheRunAlone() {
        var deleted = RecurringMachine.step(fired(), new RecurringEvent.Deleted(Jobs.ALICE), FIRST);

        assertThat(deleted.status()).isEqualTo(RecurringJobStatus.DELETED);
        assertThat(deleted.firings()).as("its job is still to be stored").hasSize(1);
        assertThat(due(deleted, FIRST.plus(HOUR))).isSameAs(deleted);
        assertThat(asked(deleted)).isSameAs(deleted);
        assertThat(ended(deleted, false).running()).isNull();
    }
}
