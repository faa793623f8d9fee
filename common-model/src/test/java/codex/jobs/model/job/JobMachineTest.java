package codex.jobs.model.job;

import static codex.jobs.model.job.JobAssert.assertThat;
import static codex.jobs.model.job.Jobs.ALICE;
import static codex.jobs.model.job.Jobs.NOW;
import static codex.jobs.model.job.Jobs.WORKER;
import static codex.jobs.model.job.Jobs.aJob;
import static codex.jobs.model.job.Jobs.aReleasedTask;
import static codex.jobs.model.job.Jobs.aRunningTask;
import static codex.jobs.model.job.Jobs.aScheduledJob;
import static codex.jobs.model.job.Jobs.after;
import static codex.jobs.model.job.TaskStatus.ACTIVE;
import static codex.jobs.model.job.TaskStatus.COMPLETED;
import static codex.jobs.model.job.TaskStatus.FAILED;
import static codex.jobs.model.job.TaskStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobEvent.CancelRequested;
import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.JobEvent.LockRefused;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.Queued;
import codex.jobs.model.job.JobEvent.RetryRequested;
import codex.jobs.model.job.JobEvent.Settled;
import codex.jobs.model.job.JobEvent.TaskCheckpointed;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobEvent.TaskCompleted;
import codex.jobs.model.job.JobEvent.TaskHandedBack;
import codex.jobs.model.job.JobEvent.TaskReleased;
import codex.jobs.model.job.JobEvent.TaskStopped;
import codex.jobs.model.job.JobEvent.UpdateRequested;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.TaskCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobMachineTest {

    private static final Set<String> NOTHING = Set.of();

    private static Task first(Job job) {
        return job.tasks().getFirst();
    }

    private static TaskCompleted completed(Job job, int task) {
        var done = job.tasks().get(task);
        return new TaskCompleted(
                done.id(), done.attempt(), Progress.NONE, Counts.NONE, JobResult.NONE);
    }

    private static Job cancelled(Job job) {
        return after(job, new CancelRequested(ALICE));
    }

    private static Job settled(Job job) {
        return after(job, new Settled());
    }

    private static Job hidden(Job job) {
        return after(job, new DeleteRequested(ALICE));
    }

    private static Job retried(Job job) {
        return after(job, new RetryRequested(ALICE, Retry.FROM_CHECKPOINT, null));
    }

    private static Job completedWithFailedItems() {
        var job = aRunningTask();
        var counts = new Counts(3, 0, 0, 0, 2, 4, 0, 2);
        job = after(job, checkpoint(job, new Checkpoint(1, Map.of("item", "5"))));
        job =
                after(
                        job,
                        new TaskCompleted(
                                first(job).id(), 1, Progress.NONE, counts, JobResult.NONE));
        job = after(job, new TaskClaimed(job.tasks().get(1).id(), 1, WORKER));
        return after(job, completed(job, 1));
    }

    private static Job firstTaskDone() {
        var job = aRunningTask();
        return after(job, completed(job, 0));
    }

    private static Job backingOff() {
        var job = aRunningTask();
        return after(job, Events.failed(first(job).id(), 1, true));
    }

    private static Job failed() {
        var job = aRunningTask();
        return after(job, Events.failed(first(job).id(), 1, false));
    }

    private static Job lastTaskRuns() {
        var job = firstTaskDone();
        return after(job, new TaskClaimed(job.tasks().get(1).id(), 1, WORKER));
    }

    private static Job allDone() {
        var job = lastTaskRuns();
        return after(job, completed(job, 1));
    }

    @Test
    void completedTaskHandsOnToTheNextWithOneWrite() {
        var job = aRunningTask();
        var second = job.tasks().get(1);

        var step = JobMachine.step(job, completed(job, 0), NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Applied.class,
                        applied -> {
                            assertThat(applied.job())
                                    .hasTasks(COMPLETED, PENDING)
                                    .isLeasedBy(null)
                                    .hasLiveness(Liveness.Dispatched.class, NOW);
                            assertThat(applied.effects())
                                    .contains(
                                            new Effect.PublishTask(
                                                    second.type(),
                                                    new TaskCommand(
                                                            job.organization(),
                                                            job.id(),
                                                            second.id(),
                                                            1)));
                        });
    }

    /// Which events change a job in each situation; all others are ignored.
    static Stream<Arguments> situations() {
        var running =
                Set.of(
                        "TaskCheckpointed",
                        "TaskCompleted",
                        "TaskFailed",
                        "TaskHandedBack",
                        "LeaseLost",
                        "CancelRequested");
        var stopping =
                Set.of(
                        "TaskCheckpointed",
                        "TaskCompleted",
                        "TaskFailed",
                        "TaskHandedBack",
                        "LeaseLost",
                        "TaskStopped");
        var due =
                Set.of(
                        "Queued",
                        "LocksGranted",
                        "LockRefused",
                        "CancelRequested",
                        "UpdateRequested",
                        "DeleteRequested");
        var waiting =
                Set.of(
                        "LocksGranted",
                        "LockRefused",
                        "CancelRequested",
                        "UpdateRequested",
                        "DeleteRequested");
        return Stream.of(
                Arguments.of(
                        "scheduled",
                        aScheduledJob(NOW.plusSeconds(60)),
                        Set.of("CancelRequested", "UpdateRequested", "DeleteRequested")),
                Arguments.of("due", aJob(), due),
                Arguments.of(
                        "queued",
                        after(aJob(), new Queued(QueueWait.Reason.QUOTA)),
                        Set.of(
                                "Admitted",
                                "CancelRequested",
                                "UpdateRequested",
                                "DeleteRequested")),
                Arguments.of(
                        "waiting for a lock",
                        after(aJob(), new LockRefused(Jobs.MAIN, Events.OTHER)),
                        waiting),
                Arguments.of("tried again", retried(settled(failed())), due),
                Arguments.of(
                        "started",
                        after(aJob(), new LocksGranted()),
                        Set.of("TaskReleased", "CancelRequested")),
                Arguments.of("released", aReleasedTask(), Set.of("TaskClaimed", "CancelRequested")),
                Arguments.of("running", aRunningTask(), running),
                Arguments.of("running, cancel requested", cancelled(aRunningTask()), stopping),
                Arguments.of("backing off", backingOff(), Set.of("CancelRequested")),
                Arguments.of(
                        "between tasks", firstTaskDone(), Set.of("TaskClaimed", "CancelRequested")),
                Arguments.of("completed", allDone(), Set.of("Settled", "RolledBack")),
                Arguments.of("failed", failed(), Set.of("Settled")),
                Arguments.of("cancelled before its start", cancelled(aJob()), Set.of("Settled")),
                Arguments.of(
                        "failed, settled",
                        settled(failed()),
                        Set.of("RetryRequested", "DeleteRequested")),
                Arguments.of(
                        "cancelled, settled",
                        settled(cancelled(aReleasedTask())),
                        Set.of("RetryRequested", "DeleteRequested")),
                Arguments.of(
                        "completed, settled",
                        settled(allDone()),
                        Set.of("DeleteRequested", "RolledBack")),
                Arguments.of(
                        "completed with failed items",
                        settled(completedWithFailedItems()),
                        Set.of("RetryRequested", "DeleteRequested", "RolledBack")),
                Arguments.of("hidden", hidden(settled(allDone())), Set.of("Settled")),
                Arguments.of("hidden, told", settled(hidden(settled(allDone()))), NOTHING),
                Arguments.of("withdrawn", settled(cancelled(aJob())), NOTHING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void everySituationKnowsItsEvents(String situation, Job job, Set<String> expected) {
        var applied = new LinkedHashSet<String>();

        for (var event : Events.all(job)) {
            if (JobMachine.step(job, event, NOW) instanceof Step.Applied) {
                applied.add(event.getClass().getSimpleName());
            }
        }

        assertThat(new TreeSet<>(applied)).as(situation).isEqualTo(new TreeSet<>(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void onlyTheCurrentAttemptIsHeard(String situation, Job job, Set<String> expected) {
        var fenced = new ArrayList<JobEvent>();
        for (var task : job.tasks()) {
            fenced.addAll(Events.ofAttempt(task, task.attempt() - 1));
            fenced.addAll(Events.ofAttempt(task, task.attempt() + 2));
        }

        assertThat(fenced)
                .as(situation)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(JobMachine.step(job, event, NOW))
                                .isInstanceOf(Step.Ignored.class));
    }

    @Test
    void plannedJobHasAllItsTasksAndAsksToBeLookedAt() {
        var job = aJob();

        assertThat(job).hasStatus(JobStatus.PENDING).hasTasks(PENDING, PENDING);
        assertThat(job.wakeAt()).isEqualTo(NOW.plus(JobMachine.LOST_NEWS_AFTER));
        assertThat(first(job).runAt()).isEqualTo(NOW);
        assertThat(job.tasks().get(1).runAt()).isNull();
    }

    @Test
    void scheduledJobSleepsUntilItsTime() {
        var at = NOW.plusSeconds(3600);

        var job = aScheduledJob(at);

        assertThat(job).hasLiveness(Liveness.Scheduled.class, NOW);
        assertThat(job).hasLiveness(Liveness.NeedsLocks.class, at);
        assertThat(job.wakeAt()).isEqualTo(at);
    }

    @Test
    void refusalIsStatedAndCountedOncePerBlocker() {
        var waits = after(aJob(), new LockRefused(Jobs.MAIN, Events.OTHER));
        var again = after(waits, new LockRefused(Jobs.MAIN, Events.OTHER));
        var another = after(again, new LockRefused(Jobs.MAIN, new JobId("third")));

        assertThat(waits.lockWait()).isEqualTo(new LockWait(Jobs.MAIN, Events.OTHER));
        assertThat(List.of(waits, again, another))
                .extracting(job -> job.lines().logs())
                .containsExactly(1L, 1L, 2L);
        assertThat(after(another, new LocksGranted()).lockWait()).isNull();
    }

    @Test
    void releaseHandsOutTheNextAttempt() {
        var job = after(aJob(), new LocksGranted());

        var step = JobMachine.step(job, new TaskReleased(first(job).id()), NOW);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Applied.class,
                        applied ->
                                assertThat(applied.effects())
                                        .containsExactly(
                                                new Effect.PublishTask(
                                                        TaskType.PROCESS_ASSETS,
                                                        new TaskCommand(
                                                                job.organization(),
                                                                job.id(),
                                                                first(job).id(),
                                                                1))));
    }

    @Test
    void unclaimedTaskIsSentAgainLaterAndLater() {
        var job = aReleasedTask();
        var waits = new ArrayList<Duration>();
        for (int sent = 0; sent < 7; sent++) {
            var wakeAt = Jobs.wakeAt(job);
            var sentAt = dispatch(job).sentAt();
            waits.add(Duration.between(sentAt, wakeAt));
            assertThat(JobMachine.step(job, released(job), wakeAt.minusMillis(1)))
                    .isInstanceOf(Step.Ignored.class);
            job = applied(job, released(job), wakeAt);
        }

        assertThat(waits)
                .extracting(Duration::toSeconds)
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L);
        assertThat(first(job).attempt()).isZero();
    }

    private static Dispatch dispatch(Job job) {
        var dispatch = first(job).dispatch();
        if (dispatch == null) {
            throw new AssertionError("not dispatched: " + job);
        }
        return dispatch;
    }

    private static TaskReleased released(Job job) {
        return new TaskReleased(first(job).id());
    }

    private static Job applied(Job job, JobEvent event, Instant now) {
        if (JobMachine.step(job, event, now) instanceof Step.Applied(var next, _)) {
            return next;
        }
        throw new AssertionError("ignored: " + event);
    }

    @Test
    void secondClaimOfTheSameAttemptIsRefused() {
        var job = aRunningTask();

        var second = JobMachine.step(job, new TaskClaimed(first(job).id(), 1, WORKER), NOW);

        assertThat(second).isInstanceOf(Step.Ignored.class);
        assertThat(job).isLeasedBy(WORKER).hasTasks(ACTIVE, PENDING);
        assertThat(job.wakeAt()).isNull();
    }

    @Test
    void checkpointBehindTheKnownOneIsIgnored() {
        var job = aRunningTask();
        var ahead = new Checkpoint(5, Map.of("item", "2500"));
        job = after(job, checkpoint(job, ahead));

        var behind = JobMachine.step(job, checkpoint(job, new Checkpoint(4, Map.of())), NOW);

        assertThat(behind).isInstanceOf(Step.Ignored.class);
        assertThat(first(job).checkpoint()).isEqualTo(ahead);
    }

    private static TaskCheckpointed checkpoint(Job job, Checkpoint checkpoint) {
        return new TaskCheckpointed(
                first(job).id(),
                first(job).attempt(),
                checkpoint,
                new Progress(checkpoint.chunksDone(), null),
                Counts.NONE);
    }

    @Test
    void taskOfADeadWorkerWaitsAgainWithItsCheckpoint() {
        var running = aRunningTask();
        var checkpoint = new Checkpoint(3, Map.of("item", "1500"));
        running = after(running, checkpoint(running, checkpoint));

        var job = after(running, new LeaseLost(first(running).id(), 1, WORKER));

        assertThat(job).isLeasedBy(null).hasLiveness(Liveness.NeedsRelease.class, NOW);
        assertThat(first(job).checkpoint()).isEqualTo(checkpoint);
        assertThat(first(job).strikes()).isEqualTo(1);
    }

    @Test
    void attemptsWithoutProgressAreBounded() {
        var job = after(aJob(), new LocksGranted());
        var attempts = 0;
        while (!job.status().isTerminal()) {
            attempts++;
            job = after(job, released(job));
            job = after(job, new TaskClaimed(first(job).id(), attempts, WORKER));
            job = after(job, new LeaseLost(first(job).id(), attempts, WORKER));
        }

        assertThat(attempts).isEqualTo(RetryPolicy.FAULT.attempts());
        assertThat(job).hasStatus(JobStatus.FAILED).hasOutcome(JobOutcome.FAILED);
        assertThat(job.error())
                .satisfies(error ->
                        assertThat(error == null ? null : error.code())
                                .isEqualTo(JobMachine.ATTEMPTS_EXHAUSTED));
    }

    @Test
    void progressForgivesEarlierStrikes() {
        var job = after(aJob(), new LocksGranted());
        for (int attempt = 1; attempt <= 3 * RetryPolicy.FAULT.attempts(); attempt++) {
            job = after(job, released(job));
            job = after(job, new TaskClaimed(first(job).id(), attempt, WORKER));
            job = after(job, checkpoint(job, new Checkpoint(attempt, Map.of())));
            job = after(job, new LeaseLost(first(job).id(), attempt, WORKER));
        }

        assertThat(job).hasStatus(JobStatus.ACTIVE);
    }

    @Test
    void handingBackIsNoStrike() {
        var running = aRunningTask();

        var job = after(running, new TaskHandedBack(first(running).id(), 1));

        assertThat(job).hasLiveness(Liveness.NeedsRelease.class, NOW).isLeasedBy(null);
        assertThat(first(job).strikes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "BROKEN, 5",
        "DATABASE_UNAVAILABLE, 10",
        "OBJECT_STORE_UNAVAILABLE, 10",
        "SEARCH_UNAVAILABLE, 10"
    })
    void anOutageIsOutlastedLongerThanAFault(String code, int expected) {
        var job = after(aJob(), new LocksGranted());
        var now = NOW;
        var attempts = 0;
        while (!job.status().isTerminal()) {
            attempts++;
            job = applied(job, released(job), now);
            job = applied(job, new TaskClaimed(first(job).id(), attempts, WORKER), now);
            job = applied(job, Events.failed(first(job).id(), attempts, code), now);
            now = job.status().isTerminal() ? now : Jobs.wakeAt(job);
        }

        assertThat(attempts).isEqualTo(expected);
        if (expected > RetryPolicy.FAULT.attempts()) {
            assertThat(Duration.between(NOW, now)).isGreaterThan(Duration.ofMinutes(2));
        }
    }

    @Test
    void retryWaitsLongerEachTime() {
        var job = after(aJob(), new LocksGranted());
        var now = NOW;
        var waits = new ArrayList<Long>();
        for (int attempt = 1; attempt < RetryPolicy.FAULT.attempts(); attempt++) {
            job = applied(job, released(job), now);
            job = applied(job, new TaskClaimed(first(job).id(), attempt, WORKER), now);
            job = applied(job, Events.failed(first(job).id(), attempt, true), now);
            var wakeAt = Jobs.wakeAt(job);
            waits.add(Duration.between(now, wakeAt).toMillis());
            now = wakeAt;
        }

        assertThat(waits.get(0)).isBetween(500L, 1_000L);
        assertThat(waits.get(1)).isBetween(1_000L, 2_000L);
        assertThat(waits.get(2)).isBetween(2_000L, 4_000L);
        assertThat(waits.get(3)).isBetween(4_000L, 8_000L);
    }

    @Test
    void failureStopsTheTasksBehindIt() {
        assertThat(failed())
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.FAILED)
                .hasTasks(FAILED, PENDING)
                .isLeasedBy(null);
    }

    @Test
    void lastTaskCompletesTheJob() {
        assertThat(allDone())
                .hasStatus(JobStatus.COMPLETED)
                .hasOutcome(JobOutcome.SUCCEEDED)
                .hasTasks(COMPLETED, COMPLETED)
                .hasLiveness(Liveness.NeedsSettling.class, NOW);
    }

    @Test
    void errorsOfItemsShowInTheOutcome() {
        var job = firstTaskDone();
        var second = job.tasks().get(1).id();
        job = after(job, new TaskClaimed(second, 1, WORKER));
        var counts = new Counts(1, 0, 0, 0, 1, 2, 0, 1);

        job = after(job, new TaskCompleted(second, 1, Progress.NONE, counts, JobResult.NONE));

        assertThat(job).hasOutcome(JobOutcome.SUCCEEDED_WITH_ERRORS);
    }

    @Test
    void completedTaskHasNoErrorOfAnEarlierAttempt() {
        var job = aRunningTask();
        job = after(job, new LeaseLost(first(job).id(), 1, WORKER));
        job = after(job, released(job));
        job = after(job, new TaskClaimed(first(job).id(), 2, WORKER));

        job = after(job, completed(job, 0));

        assertThat(first(job).error()).isNull();
    }

    @Test
    void cancelBeforeTheStartDeletesTheJob() {
        assertThat(cancelled(aJob()))
                .hasStatus(JobStatus.DELETED)
                .hasOutcome(JobOutcome.CANCELLED)
                .hasTasks(PENDING, PENDING);
    }

    @Test
    void cancelOfAWaitingTaskEndsTheJobAtOnce() {
        assertThat(cancelled(aReleasedTask()))
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.CANCELLED)
                .hasTasks(FAILED, PENDING);
    }

    @Test
    void runningTaskIsStoppedByItsWorker() {
        var asked = cancelled(aRunningTask());

        assertThat(asked).hasStatus(JobStatus.ACTIVE).isLeasedBy(WORKER);
        assertThat(after(asked, new TaskStopped(first(asked).id(), 1)))
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.CANCELLED);
    }

    @Test
    void taskThatEndsBeforeItIsStoppedStartsNoOther() {
        var asked = cancelled(aRunningTask());

        assertThat(after(asked, completed(asked, 0)))
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.CANCELLED)
                .hasTasks(COMPLETED, PENDING)
                .hasLiveness(Liveness.NeedsSettling.class, NOW);
    }

    @Test
    void deathOfTheWorkerCompletesACancellation() {
        var asked = cancelled(aRunningTask());

        assertThat(after(asked, new LeaseLost(first(asked).id(), 1, WORKER)))
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.CANCELLED);
    }

    @Test
    void whoHasCancelledAJobAndWhyIsItsError() {
        var job = after(aReleasedTask(), new CancelRequested(ALICE, "wrong file"));

        assertThat(job.error())
                .isEqualTo(
                        new JobError(
                                "JOB_CANCELLED",
                                "Cancelled by Alice: wrong file",
                                first(job).id(),
                                true));
        assertThat(Cancel.line(job))
                .hasValueSatisfying(line ->
                        assertThat(line.message()).isEqualTo("Cancelled by Alice: wrong file"));
        assertThat(job.lines().logs()).isEqualTo(1);
    }

    @Test
    void requestToCancelThatCameTooLateLeavesNoError() {
        var last = cancelled(lastTaskRuns());

        assertThat(after(last, completed(last, 1)).error()).isNull();
    }

    @Test
    void retriedJobGoesOnFromItsCheckpoint() {
        var running = aRunningTask();
        var checkpoint = new Checkpoint(3, Map.of("item", "1500"));
        running = after(running, checkpoint(running, checkpoint));
        var failed = settled(after(running, Events.failed(first(running).id(), 1, false)));

        var job = retried(failed);

        assertThat(job)
                .hasStatus(JobStatus.PENDING)
                .hasOutcome(null)
                .hasTasks(PENDING, PENDING)
                .hasLiveness(Liveness.NeedsLocks.class, NOW);
        assertThat(job.attempt()).isEqualTo(2);
        assertThat(job.error()).isNull();
        assertThat(first(job).checkpoint()).isEqualTo(checkpoint);
        assertThat(first(job).attempt()).isEqualTo(1);
    }

    @Test
    void retryKeepsTasksThatAreDone() {
        var second = lastTaskRuns();
        var failed = settled(after(second, Events.failed(second.tasks().get(1).id(), 1, false)));

        assertThat(retried(failed)).hasTasks(COMPLETED, PENDING);
    }

    @Test
    void retryFromTheStartNeverUsesTheNumberOfAChunkTwice() {
        var second = lastTaskRuns();
        second =
                after(
                        second,
                        new TaskCheckpointed(
                                second.tasks().get(1).id(),
                                1,
                                new Checkpoint(4, Map.of("after", "x")),
                                Progress.NONE,
                                new Counts(7, 0, 0, 0, 0, 3, 0, 0)));
        var failed =
                settled(
                        cancelled(
                                after(second, new TaskHandedBack(second.tasks().get(1).id(), 1))));

        var job = after(failed, new RetryRequested(ALICE, Retry.FROM_START, null));

        assertThat(job).hasTasks(PENDING, PENDING);
        assertThat(job.tasks().get(1).checkpoint()).isEqualTo(new Checkpoint(5, Map.of()));
        assertThat(job.tasks().get(1).counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 3, 0, 0));
    }

    @Test
    void errorThatEndedAnAttemptIsAWarningOnceItIsTriedAgain() {
        var running = aRunningTask();
        var said = new Counts(5, 0, 0, 0, 0, 1, 0, 1);
        var error = new JobError("BROKEN", "It broke", first(running).id(), false);
        var failed =
                after(
                        running,
                        new JobEvent.TaskFailed(
                                first(running).id(),
                                1,
                                error,
                                Progress.NONE,
                                said,
                                JobResult.NONE));

        assertThat(first(retried(settled(failed))).counts())
                .isEqualTo(new Counts(5, 0, 0, 0, 0, 1, 1, 0));
    }

    @Test
    void failedItemsAreAskedForInTheCheckpoint() {
        var job =
                after(
                        settled(completedWithFailedItems()),
                        new RetryRequested(ALICE, Retry.FAILED_ITEMS, null));

        assertThat(job).hasTasks(PENDING, PENDING);
        assertThat(first(job).checkpoint().position())
                .containsEntry("item", "5")
                .containsEntry(Checkpoint.FAILED_ITEMS, "2");
    }

    @Test
    void retryCanWait() {
        var later = NOW.plusSeconds(30);

        var job = after(settled(failed()), new RetryRequested(ALICE, Retry.FROM_CHECKPOINT, later));

        assertThat(job).hasLiveness(Liveness.Scheduled.class, NOW);
        assertThat(job.wakeAt()).isEqualTo(later);
    }

    @Test
    void cancelOfARetryThatHasNotBegunKeepsTheJob() {
        assertThat(cancelled(retried(settled(failed()))))
                .hasStatus(JobStatus.FAILED)
                .hasOutcome(JobOutcome.CANCELLED);
    }

    @Test
    void movedJobIsWokenAtItsNewTime() {
        var later = NOW.plusSeconds(600);

        var job =
                after(
                        aScheduledJob(NOW.plusSeconds(60)),
                        new UpdateRequested(ALICE, "renamed", later));

        assertThat(job.name()).isEqualTo("renamed");
        assertThat(job.scheduledTime()).isEqualTo(later);
        assertThat(job.wakeAt()).isEqualTo(later);
        assertThat(first(job).runAt()).isEqualTo(later);
    }

    @Test
    void jobMovedToThePastRunsAtOnce() {
        var job =
                after(
                        aScheduledJob(NOW.plusSeconds(60)),
                        new UpdateRequested(ALICE, null, NOW.minusSeconds(5)));

        assertThat(job).hasLiveness(Liveness.NeedsLocks.class, NOW);
        assertThat(job.wakeAt()).isEqualTo(NOW);
    }

    @Test
    void deletedJobKeepsItsOutcome() {
        assertThat(after(settled(allDone()), new DeleteRequested(ALICE)))
                .hasStatus(JobStatus.DELETED)
                .hasOutcome(JobOutcome.SUCCEEDED)
                .hasLiveness(Liveness.NeedsTelling.class, NOW);
    }

    @Test
    void onlyChangesThatNeedADecisionCallTheScheduler() {
        assertThat(kinds(aReleasedTask(), new TaskClaimed(first(aReleasedTask()).id(), 1, WORKER)))
                .isEmpty();
        var running = aRunningTask();
        assertThat(kinds(running, checkpoint(running, new Checkpoint(1, Map.of()))))
                .containsExactly(JobNews.Kind.PROGRESSED);
        assertThat(kinds(running, completed(running, 0))).containsExactly(JobNews.Kind.PROGRESSED);
        var last = lastTaskRuns();
        assertThat(kinds(last, completed(last, 1))).containsExactly(JobNews.Kind.CHANGED);
    }

    private static List<JobNews.Kind> kinds(Job job, JobEvent event) {
        return JobMachine.step(job, event, NOW) instanceof Step.Applied(_, var effects)
                ? effects.stream()
                        .filter(Effect.PublishNews.class::isInstance)
                        .map(effect -> ((Effect.PublishNews) effect).news().kind())
                        .toList()
                : List.of();
    }
}
