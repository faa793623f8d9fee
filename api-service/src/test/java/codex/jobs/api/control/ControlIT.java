package codex.jobs.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ControlIT {

    @RegisterExtension static final Api api = Api.usual();

    private String organization = "";
    private Client client = new Client("", "", null);
    private Examples examples = new Examples(api, new OrganizationId("nobody"), client);

    @BeforeEach
    void anOrganization() {
        organization = "o" + UUID.randomUUID().toString().substring(0, 8);
        examples = Examples.in(api, organization);
        client = examples.client();
    }

    private Answer cancel(String job) {
        return client.ask(
                """
                mutation { cancelJob(jobId: "%s", reason: "wrong file") { job {
                  id status outcome attempt cancelRequestedAt updatedBy { id } error { code message }
                } } }\
                """
                        .formatted(job));
    }

    private Answer retry(String job) {
        return retry(job, false);
    }

    private Answer retry(String job, boolean failedItemsOnly) {
        return client.ask(
                """
                mutation { retryJob(jobId: "%s", failedItemsOnly: %s) { job {
                  id status outcome attempt tasks { status attempt }
                } } }\
                """
                        .formatted(job, failedItemsOnly));
    }

    private Answer update(String job, String arguments) {
        return client.ask(
                """
                mutation { updateJob(jobId: "%s", %s) { job {
                  id name scheduledTime tasks { runAt }
                } } }\
                """
                        .formatted(job, arguments));
    }

    private Answer delete(String job) {
        return client.ask(
                "mutation { deleteJob(jobId: \"%s\") { job { status outcome } } }".formatted(job));
    }

    private String scheduled() {
        return client.ask(
                        """
                        mutation { createImportJob(createJobInput: {
                          jobName: "Later" fileKey: "file.json" jobType: IMPORT_ENTRIES
                          scheduledTime: "%s"
                        }) { id } }\
                        """
                                .formatted(
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.MILLIS)
                                                .plusSeconds(3_600)))
                .data("/createImportJob/id")
                .asString();
    }

    private Job running(String id) {
        var task = examples.stored(id).tasks().getFirst().id();
        examples.step(id, new JobEvent.LocksGranted());
        examples.step(id, new JobEvent.TaskReleased(task));
        return examples.step(id, new JobEvent.TaskClaimed(task, 1, new SessionId("s")));
    }

    private void checkpointed(String id) {
        var task = examples.stored(id).tasks().getFirst();
        examples.step(
                id,
                new JobEvent.TaskCheckpointed(
                        task.id(),
                        task.attempt(),
                        new Checkpoint(2, Map.of("item", "1000")),
                        new Progress(1_000, null),
                        new Counts(998, 0, 0, 0, 2, 2, 0, 2)));
    }

    private String failed() {
        return failed(new Counts(998, 0, 0, 0, 2, 3, 0, 3));
    }

    private String failed(Counts counts) {
        var id = examples.aJob();
        var task = running(id).tasks().getFirst();
        checkpointed(id);
        examples.step(
                id,
                new JobEvent.TaskFailed(
                        task.id(),
                        1,
                        new JobError("MAX_ERRORS_EXCEEDED", "Too many", task.id(), false),
                        new Progress(1_000, null),
                        counts,
                        JobResult.NONE));
        examples.step(id, new JobEvent.Settled());
        return id;
    }

    private JsonNode messages(String job) {
        return client.ask("{ job(id: \"%s\") { logs { items { message } } } }".formatted(job))
                .data("/job/logs/items");
    }

    @Test
    void waitingJobIsWithdrawnAtOnceAndSaysWhoAndWhy() {
        var id = examples.aJob();

        var job = cancel(id).data("/cancelJob/job");

        assertThat(job.at("/status").asString()).isEqualTo("DELETED");
        assertThat(job.at("/outcome").asString()).isEqualTo("CANCELLED");
        assertThat(job.at("/error/code").asString()).isEqualTo("JOB_CANCELLED");
        assertThat(job.at("/error/message").asString()).isEqualTo("Cancelled by Ann: wrong file");
        assertThat(messages(id).valueStream().map(line -> line.at("/message").asString()))
                .containsExactly("Cancelled by Ann: wrong file");
        assertThat(cancel(id).data("/cancelJob/job/status").asString()).isEqualTo("DELETED");
        assertThat(messages(id)).hasSize(1);
    }

    @Test
    void runningJobIsAskedToStop() {
        var id = examples.aJob();
        running(id);

        var job = cancel(id).data("/cancelJob/job");

        assertThat(job.at("/status").asString()).isEqualTo("ACTIVE");
        assertThat(job.at("/cancelRequestedAt").isNull()).isFalse();
        var asked = examples.stored(id).version();
        assertThat(cancel(id).errors()).isEmpty();
        assertThat(examples.stored(id).version()).isEqualTo(asked);
    }

    @Test
    void whatIsOverCannotBeCancelled() {
        assertThat(cancel(failed()).refusals()).containsExactly("JOB_NOT_CANCELLABLE jobId");
    }

    @Test
    void failedJobGoesOnFromItsCheckpoint() {
        var id = failed();

        var job = retry(id).data("/retryJob/job");

        assertThat(job.at("/status").asString()).isEqualTo("PENDING");
        assertThat(job.at("/outcome").isNull()).isTrue();
        assertThat(job.at("/attempt").asInt()).isEqualTo(2);
        assertThat(job.at("/tasks/0/status").asString()).isEqualTo("PENDING");
        assertThat(examples.stored(id).tasks().getFirst().checkpoint().chunksDone()).isEqualTo(2);
        assertThat(messages(id).valueStream().map(line -> line.at("/message").asString()))
                .containsExactly("Tried again by Ann, attempt 2");
    }

    @Test
    void retryOfARetriedJobIsHarmless() {
        var id = failed();
        retry(id);

        assertThat(retry(id).data("/retryJob/job/attempt").asInt()).isEqualTo(2);
        assertThat(examples.stored(id).attempt()).isEqualTo(2);
    }

    @Test
    void cancelledJobCanBeRetried() {
        var id = examples.aJob();
        var task = running(id).tasks().getFirst();
        cancel(id);
        examples.step(id, new JobEvent.TaskStopped(task.id(), 1));
        examples.step(id, new JobEvent.Settled());

        assertThat(retry(id).data("/retryJob/job/attempt").asInt()).isEqualTo(2);
    }

    @Test
    void failedItemsCanBeAskedFor() {
        var id = failed();

        assertThat(retry(id, true).errors()).isEmpty();
        assertThat(examples.stored(id).tasks().getFirst().checkpoint().position())
                .containsKey(Checkpoint.FAILED_ITEMS);
    }

    @Test
    void aJobWithoutFailedItemsHasNoneToDoOnceMore() {
        var id = failed(new Counts(1_000, 0, 0, 0, 0, 1, 0, 1));

        assertThat(retry(id, true).refusals()).containsExactly("JOB_NOT_RETRYABLE jobId");
        assertThat(retry(id).errors()).isEmpty();
    }

    @Test
    void whatHasNotFailedIsNotRetried() {
        var pending = examples.aJob();
        var running = examples.aJob();
        running(running);
        var deleted = failed();
        delete(deleted);

        assertThat(retry(pending).refusals()).containsExactly("JOB_NOT_RETRYABLE jobId");
        assertThat(retry(running).refusals()).containsExactly("JOB_NOT_RETRYABLE jobId");
        assertThat(retry(deleted).refusals()).containsExactly("JOB_NOT_RETRYABLE jobId");
        assertThat(retry(pending, true).refusals()).containsExactly("JOB_NOT_RETRYABLE jobId");
    }

    @Test
    void jobThatHasNotBegunIsRenamedAndMoved() {
        var id = scheduled();

        var job =
                update(id, "jobName: \"Renamed\", scheduledTime: \"2020-01-01T00:00:00Z\"")
                        .data("/updateJob/job");

        assertThat(job.at("/name").asString()).isEqualTo("Renamed");
        assertThat(job.at("/scheduledTime").asString()).isEqualTo("2020-01-01T00:00:00.000Z");
        var version = examples.stored(id).version();
        assertThat(
                        update(
                                        id,
                                        "jobName: \"Renamed\","
                                                + " scheduledTime: \"2020-01-01T00:00:00Z\"")
                                .errors())
                .isEmpty();
        assertThat(examples.stored(id).version()).isEqualTo(version);
    }

    @Test
    void jobWhoseTimeHasComeCannotBeMoved() {
        var due = examples.aJob();
        var begun = examples.aJob();
        running(begun);

        assertThat(update(due, "scheduledTime: \"2020-01-01T00:00:00Z\"").refusals())
                .containsExactly("JOB_NOT_UPDATABLE jobId");
        assertThat(update(begun, "jobName: \"x\"").refusals())
                .containsExactly("JOB_NOT_UPDATABLE jobId");
        assertThat(
                        update(due, "jobName: \" \", scheduledTime: \"2999-01-01T00:00:00Z\"")
                                .refusals())
                .containsExactly("BAD_USER_INPUT jobName", "BAD_USER_INPUT scheduledTime");
    }

    @Test
    void deletedJobIsHidden() {
        var over = failed();
        var waiting = scheduled();

        assertThat(delete(over).data("/deleteJob/job/outcome").asString()).isEqualTo("FAILED");
        assertThat(delete(waiting).data("/deleteJob/job/outcome").asString())
                .isEqualTo("CANCELLED");

        assertThat(delete(over).data("/deleteJob/job/status").asString()).isEqualTo("DELETED");
        assertThat(client.ask("{ jobs { total } }").data("/jobs/total").asInt()).isZero();
        assertThat(
                        client.ask("{ jobs(filter: {statuses: [DELETED]}) { total } }")
                                .data("/jobs/total")
                                .asInt())
                .isEqualTo(2);
    }

    @Test
    void runningJobCannotBeDeleted() {
        var id = examples.aJob();
        running(id);

        assertThat(delete(id).refusals()).containsExactly("JOB_NOT_DELETABLE jobId");
        assertThat(examples.stored(id).status()).isEqualTo(JobStatus.ACTIVE);
    }

    @Test
    void jobsOfOthersAreUnknown() {
        var id = examples.aJob();
        var other = "o" + UUID.randomUUID().toString().substring(0, 8);
        client = api.organization(other);

        assertThat(cancel(id).refusals()).containsExactly("JOB_NOT_FOUND jobId");
        assertThat(retry(id).refusals()).containsExactly("JOB_NOT_FOUND jobId");
        assertThat(update(id, "jobName: \"x\"").refusals()).containsExactly("JOB_NOT_FOUND jobId");
        assertThat(delete(id).refusals()).containsExactly("JOB_NOT_FOUND jobId");
    }

    @Test
    void whoOnlyReadsControlsNothing() {
        var id = examples.aJob();
        client = api.client(organization, Role.VIEWER);

        assertThat(cancel(id).codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(retry(id).codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(update(id, "jobName: \"x\"").codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(delete(id).codes()).containsExactly("AUTH_NOT_AUTHORIZED");
    }
}
