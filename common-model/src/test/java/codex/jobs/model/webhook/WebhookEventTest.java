package codex.jobs.model.webhook;

import static codex.jobs.model.job.Jobs.ALICE;
import static codex.jobs.model.job.Jobs.NOW;
import static codex.jobs.model.job.Jobs.after;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Task;
import org.junit.jupiter.api.Test;

class WebhookEventTest {

    private static Task task(Job job) {
        return job.currentTask().orElseThrow();
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
        var failed =
                after(
                        running,
                        new JobEvent.TaskFailed(
                                task(running).id(),
                                1,
                                new JobError("X", "No", null, false),
                                task(running).progress(),
                                task(running).counts(),
                                JobResult.NONE));
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
