package codex.jobs.api.rollbacks;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentLocks;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RollbackIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final EnvironmentId STAGING = new EnvironmentId("env-staging");

    private OrganizationId organization;
    private Client client;
    private Examples examples;

    @BeforeEach
    void anOrganization() {
        organization = new OrganizationId("o" + UUID.randomUUID().toString().substring(0, 8));
        examples = Examples.in(api, organization.value());
        client = examples.client();
        content("env-main.g1.sites").insertOne(document("site1").append("status", "READY"));
        api.environment(organization.value(), "staging", EnvironmentStatus.READY);
    }

    private static Document document(String id) {
        return new Document("_id", id);
    }

    private MongoCollection<Document> content(String collection) {
        return api.get(MongoClient.class)
                .getDatabase("org_" + organization)
                .getCollection(collection);
    }

    private String delete(boolean dryRun) {
        return client.ask(
                        """
                        mutation($input: CreateDeleteJobInput!) {
                          createDeleteJob(createJobInput: $input) { id }
                        }\
                        """,
                        Map.of(
                                "input",
                                Map.of(
                                        "jobName",
                                        "Old news",
                                        "siteId",
                                        "site1",
                                        "deleteContentTaskTypes",
                                        List.of("DELETE_ENTRIES", "DELETE_TAGS"),
                                        "dryRun",
                                        dryRun)))
                .data("/createDeleteJob/id")
                .asString();
    }

    private Answer rollback(String job) {
        return client.ask(
                """
                mutation { rollbackJob(jobId: "%s") { job {
                  id name type rollbackOf baseEnvironment { alias } tasks { type }
                } } }\
                """
                        .formatted(job));
    }

    private static String id(Answer answer) {
        return answer.data("/rollbackJob/job/id").asString();
    }

    private void trash(String job) {
        content("env-main.g1.trash").insertOne(document(job + "/entries/ce1").append("job", job));
    }

    private void completed(String job) {
        examples.step(job, new JobEvent.LocksGranted());
        for (var task : examples.stored(job).tasks()) {
            if (task.order() == 1) {
                examples.step(job, new JobEvent.TaskReleased(task.id()));
            }
            examples.step(job, new JobEvent.TaskClaimed(task.id(), 1, new SessionId("w")));
            examples.step(
                    job,
                    new JobEvent.TaskCompleted(
                            task.id(), 1, task.progress(), task.counts(), JobResult.NONE));
        }
    }

    @Test
    void aDeleteIsUndoneByAJobOfItsOwn() {
        var job = delete(false);
        completed(job);
        trash(job);

        var answer = rollback(job);

        var undo = answer.data("/rollbackJob/job");
        assertThat(undo.at("/name").asString()).isEqualTo("Rollback of Old news");
        assertThat(undo.at("/type").asString()).isEqualTo("DELETE_CONTENT");
        assertThat(undo.at("/rollbackOf").asString()).isEqualTo(job);
        assertThat(undo.at("/tasks").valueStream().map(task -> task.at("/type").asString()))
                .containsExactly(
                        "DELETE_CONTENT",
                        "DELETE_CONTENT",
                        "REINDEX_ENTRIES",
                        "REINDEX_URLS",
                        "REINDEX_TAGS");
        assertThat(((JobSpec.Delete) examples.stored(id(answer)).spec()).undoes())
                .isEqualTo(new JobId(job));
        assertThat(id(rollback(job))).as("again").isEqualTo(id(answer));
        assertThat(rollback(id(answer)).refusals()).containsExactly("JOB_NOT_ROLLBACKABLE jobId");
    }

    @Test
    void itWorksWhereTheDeleteDid() {
        var job = delete(false);
        completed(job);
        trash(job);
        client = client.at("staging");

        assertThat(rollback(job).data("/rollbackJob/job/baseEnvironment/alias").asString())
                .isEqualTo("main");
    }

    @Test
    void aRollbackThatWasCancelledCanBeRepeated() {
        var job = delete(false);
        completed(job);
        trash(job);
        var first = id(rollback(job));
        examples.step(first, new JobEvent.CancelRequested(examples.stored(first).createdBy()));

        var second = id(rollback(job));

        assertThat(second).isNotEqualTo(first);
        assertThat(id(rollback(job))).isEqualTo(second);
    }

    @Test
    void whatHasDeletedNothingOrNotYetCannotBeUndone() {
        var unfinished = delete(false);
        trash(unfinished);
        var dry = delete(true);
        completed(dry);
        trash(dry);
        var empty = delete(false);
        completed(empty);

        for (var job : List.of(unfinished, dry, empty, examples.aJob())) {
            assertThat(rollback(job).refusals()).containsExactly("JOB_NOT_ROLLBACKABLE jobId");
        }
    }

    /// A sync of staging that has completed.
    private String synced() {
        var job =
                client.ask(
                                """
                                mutation { syncEnvironmentJob(createJobInput: {
                                  jobName: "Sync" baseEnvironmentId: "env-main"
                                  targetEnvironmentId: "env-staging"
                                }) { job { id } } }\
                                """)
                        .data("/syncEnvironmentJob/job/id")
                        .asString();
        var builds = api.get(EnvironmentBuilds.class);
        assertThat(builds.begin(organization, STAGING, new JobId(job))).isPresent();
        builds.switchOver(organization, STAGING, new JobId(job), Instant.now(), Duration.ofDays(7));
        completed(job);
        examples.step(job, new JobEvent.Settled());
        return job;
    }

    /// What it had written may be gone with the sync, or with its rollback.
    @Test
    void whatBeganBeforeARollbackIsNotTriedAgain() {
        var sync = synced();
        var job = new Examples(api, organization, client.at("staging")).aJob();
        examples.step(job, new JobEvent.LocksGranted());
        examples.step(job, new JobEvent.CancelRequested(examples.stored(job).createdBy()));
        examples.step(job, new JobEvent.Settled());

        var back =
                api.get(EnvironmentBuilds.class)
                        .switchBack(
                                organization,
                                STAGING,
                                new JobId(sync),
                                Instant.now(),
                                Duration.ofDays(7));

        assertThat(back).isPresent();
        assertThat(
                        client.ask(
                                        "mutation { retryJob(jobId: \"%s\") { job { id } } }"
                                                .formatted(job))
                                .refusals())
                .containsExactly("JOB_NOT_RETRYABLE jobId");
    }

    @Test
    void aSyncIsNotUndoneWhileItsTargetIsUsed() {
        var job = synced();
        var locks = api.get(EnvironmentLocks.class);
        var other = new JobId("another");
        var taken =
                locks.change(
                        organization, STAGING, free -> free.request(other, LockMode.EXCLUSIVE));

        assertThat(rollback(job).refusals()).containsExactly("ENVIRONMENT_NOT_READY jobId");
        assertThat(locks.find(organization, STAGING)).isEqualTo(taken);
    }
}
