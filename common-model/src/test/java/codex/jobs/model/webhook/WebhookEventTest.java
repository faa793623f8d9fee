package codex.jobs.model.webhook;

import static codex.jobs.model.job.Jobs.ALICE;
import static codex.jobs.model.job.Jobs.NOW;
import static codex.jobs.model.job.Jobs.after;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.Task;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookEventTest {

    private static Task task(Job job) {
        return job.currentTask().orElseThrow();
    }

    private static Job failed(Job running) {
        return after(
                running,
                new JobEvent.TaskFailed(
                        task(running).id(),
                        1,
                        new JobError("X", "No", null, false),
                        task(running).progress(),
                        task(running).counts(),
                        JobResult.NONE));
    }

    private static Job at(Instant time, Job job, JobEvent event) {
        return ((Step.Applied) JobMachine.step(job, event, time)).job();
    }

    @Test
    void aWaitingJobWasCreated() {
        assertThat(WebhookEvent.of(Jobs.aJob())).containsOnlyKeys(WebhookEvent.INSERT);
        assertThat(WebhookEvent.of(Jobs.aJob())).containsValue(NOW);
    }

    @Test
    void aRunningJobWasStarted() {
        assertThat(WebhookEvent.of(Jobs.aRunningTask()))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.START);
    }

    @Test
    void aJobThatIsOverWasCompletedOrHasFailedOrWasCancelled() {
        var running = Jobs.aRunningTask();
        var failed = failed(running);
        var cancelled = after(Jobs.aJob(), new JobEvent.CancelRequested(ALICE));

        assertThat(WebhookEvent.of(failed))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.FAIL);
        assertThat(WebhookEvent.of(cancelled))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.CANCEL);
        assertThat(WebhookEvent.of(completed(running)))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.COMPLETE);
    }

    @Test
    void aJobThatIsHiddenAfterItsEndWasDeletedAndNothingElse() {
        var over = after(completed(Jobs.aRunningTask()), new JobEvent.Settled());
        var ended = after(Jobs.aReleasedTask(), new JobEvent.CancelRequested(ALICE));
        var withdrawn = after(Jobs.aJob(), new JobEvent.DeleteRequested(ALICE));

        assertThat(WebhookEvent.of(after(over, new JobEvent.DeleteRequested(ALICE))))
                .containsOnlyKeys(WebhookEvent.DELETE);
        assertThat(
                        WebhookEvent.of(
                                after(
                                        after(ended, new JobEvent.Settled()),
                                        new JobEvent.DeleteRequested(ALICE))))
                .containsOnlyKeys(WebhookEvent.DELETE);
        assertThat(WebhookEvent.of(withdrawn))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.CANCEL);
    }

    /// Nobody has started it, so nobody hears of its end.
    @Test
    void aSkippedRunWasCreatedAndNothingElse() {
        assertThat(WebhookEvent.of(Jobs.aJob().skipped(NOW))).containsOnlyKeys(WebhookEvent.INSERT);
    }

    @Test
    void aJobThatIsTriedAgainIsStartedOnlyWhenItsTaskMayRun() {
        var failed = after(failed(Jobs.aRunningTask()), new JobEvent.Settled());
        var retry = new JobEvent.RetryRequested(ALICE, Retry.FROM_CHECKPOINT, null);
        var later = NOW.plusSeconds(60);

        var retried = at(later, failed, retry);
        var waiting = at(later, retried, new JobEvent.LockRefused(Jobs.MAIN, new JobId("another")));
        var started = at(later, waiting, new JobEvent.LocksGranted());

        assertThat(WebhookEvent.of(failed)).containsEntry(WebhookEvent.START, NOW);
        assertThat(WebhookEvent.of(retried)).containsOnlyKeys(WebhookEvent.INSERT);
        assertThat(WebhookEvent.of(waiting)).containsOnlyKeys(WebhookEvent.INSERT);
        assertThat(WebhookEvent.of(started))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.START)
                .containsEntry(WebhookEvent.START, later);
    }

    @Test
    void aJobThatIsCancelledBeforeItStartsAgainWasNotStartedAgain() {
        var failed = after(failed(Jobs.aRunningTask()), new JobEvent.Settled());
        var retry = new JobEvent.RetryRequested(ALICE, Retry.FROM_CHECKPOINT, null);
        var retried = after(failed, retry);
        var started = after(retried, new JobEvent.LocksGranted());
        var cancel = new JobEvent.CancelRequested(ALICE);

        assertThat(WebhookEvent.of(after(retried, cancel)))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.CANCEL);
        assertThat(WebhookEvent.of(after(started, cancel)))
                .containsOnlyKeys(WebhookEvent.INSERT, WebhookEvent.START, WebhookEvent.CANCEL);
    }

    private static Job completed(Job running) {
        var job = running;
        while (!job.status().isTerminal()) {
            var task = task(job);
            if (task.attempt() == 0) {
                job = after(job, new JobEvent.TaskClaimed(task.id(), 1, Jobs.WORKER));
            }
            job =
                    after(
                            job,
                            new JobEvent.TaskCompleted(
                                    task.id(), 1, task.progress(), task.counts(), JobResult.NONE));
        }
        return job;
    }
}
