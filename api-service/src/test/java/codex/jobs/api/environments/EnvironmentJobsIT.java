package codex.jobs.api.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The inputs of environment jobs, and every code by which they are refused (specification 3.5 to
/// 3.7).
class EnvironmentJobsIT {

    @RegisterExtension static final Api api = Api.usual();

    private String organization;
    private Client client;

    @BeforeEach
    void anOrganization() {
        organization = "o" + UUID.randomUUID().toString().substring(0, 8);
        client = Examples.in(api, organization).client();
        api.environment(organization, "staging", EnvironmentStatus.READY);
    }

    private static final String CREATE =
            """
            mutation($input: CreateEnvironmentJobInput!) {
              createEnvironmentJob(createJobInput: $input) {
                id name type fileKey status recurringJobId
                tasks { id consoleAppName displayName status type runAt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static final String SYNC =
            """
            mutation($input: SyncEnvironmentsJobInput!) {
              syncEnvironmentJob(createJobInput: $input) {
                job {
                  id name type status dryRun recurringJobId tasks { type }
                  baseEnvironment { alias } targetEnvironment { alias }
                }
              }
            }\
            """;

    private static final String DELETE =
            """
            mutation($input: DeleteEnvironmentJobInput!) {
              deleteEnvironmentJob(createJobInput: $input) {
                id name type fileKey status tasks { type } createdAt createdBy updatedBy
              }
            }\
            """;

    private static Map<String, Object> with(Map<String, Object> usual, Object... changes) {
        var fields = new LinkedHashMap<String, Object>(usual);
        for (var index = 0; index < changes.length; index += 2) {
            fields.put((String) changes[index], changes[index + 1]);
        }
        return Map.of("input", fields);
    }

    private Answer create(Object... changes) {
        Map<String, Object> usual =
                Map.of(
                        "jobName",
                        "Create",
                        "baseEnvironmentId",
                        "env-main",
                        "newEnvironmentAlias",
                        "codex-exp",
                        "newEnvironmentDisplayName",
                        "Experiments");
        return client.ask(CREATE, with(usual, changes));
    }

    private Answer sync(Object... changes) {
        Map<String, Object> usual =
                Map.of(
                        "jobName",
                        "Sync",
                        "baseEnvironmentId",
                        "env-main",
                        "targetEnvironmentId",
                        "env-staging");
        return client.ask(SYNC, with(usual, changes));
    }

    private Answer delete(Object... changes) {
        Map<String, Object> usual = Map.of("jobName", "Delete", "environmentId", "env-staging");
        return client.ask(DELETE, with(usual, changes));
    }

    private JsonNode environment(String alias) {
        return client.ask("{ environment(alias: \"%s\") { id status } }".formatted(alias))
                .data("/environment");
    }

    private static Stream<String> types(JsonNode job) {
        return job.at("/tasks").valueStream().map(task -> task.at("/type").asString());
    }

    @Test
    void aNewEnvironmentIsThereAtOnceButNotReady() {
        var job = create().data("/createEnvironmentJob");

        assertThat(job.at("/type").asString()).isEqualTo("CREATE_ENVIRONMENT");
        assertThat(job.at("/status").asString()).isEqualTo("PENDING");
        assertThat(types(job)).containsExactly("CLONE_DATABASE_DATA", "CLONE_INDEXED_DATA");
        assertThat(environment("codex-exp").at("/status").asString()).isEqualTo("CREATING");
        var seen =
                client.ask(
                                """
                                { job(id: "%s") {
                                  baseEnvironment { alias }
                                  targetEnvironment { alias status displayName baseEnvironmentId }
                                } }\
                                """
                                        .formatted(job.at("/id").asString()))
                        .data("/job");
        assertThat(seen.at("/baseEnvironment/alias").asString()).isEqualTo("main");
        assertThat(seen.at("/targetEnvironment/baseEnvironmentId").asString())
                .isEqualTo("env-main");
        assertThat(seen.at("/targetEnvironment/displayName").asString()).isEqualTo("Experiments");

        var imported =
                client.at("codex-exp")
                        .ask(
                                """
                                mutation { createImportJob(createJobInput: {
                                  jobName: "Import" fileKey: "file.json" jobType: IMPORT_ENTRIES
                                }) { id } }\
                                """);
        assertThat(imported.codes()).containsExactly("ENVIRONMENT_NOT_READY");
    }

    @Test
    void allThatIsWrongWithACreationIsToldAtOnce() {
        assertThat(
                        create(
                                        "jobName", " ",
                                        "baseEnvironmentId", "no/id",
                                        "newEnvironmentAlias", "-no-",
                                        "newEnvironmentDisplayName", "",
                                        "scheduledTime", "2999-01-01T00:00:00Z",
                                        "idempotencyKey", "x".repeat(257))
                                .refusals())
                .containsExactlyInAnyOrder(
                        "BAD_USER_INPUT createJobInput.jobName",
                        "ENVIRONMENT_NOT_FOUND createJobInput.baseEnvironmentId",
                        "BAD_USER_INPUT createJobInput.newEnvironmentAlias",
                        "BAD_USER_INPUT createJobInput.newEnvironmentDisplayName",
                        "BAD_USER_INPUT createJobInput.scheduledTime",
                        "BAD_USER_INPUT createJobInput.idempotencyKey");
    }

    @Test
    void aBaseMustBeThereAndReady() {
        api.environment(organization, "half", EnvironmentStatus.CREATING);
        api.environment(organization, "gone", EnvironmentStatus.DELETING);

        assertThat(create("baseEnvironmentId", "nobody").refusals())
                .containsExactly("ENVIRONMENT_NOT_FOUND createJobInput.baseEnvironmentId");
        assertThat(create("baseEnvironmentId", "env-gone").refusals())
                .containsExactly("ENVIRONMENT_NOT_FOUND createJobInput.baseEnvironmentId");
        assertThat(create("baseEnvironmentId", "env-half").refusals())
                .containsExactly("ENVIRONMENT_NOT_READY createJobInput.baseEnvironmentId");
    }

    @Test
    void anAliasIsGivenOnceWhateverItsCase() {
        api.get(OrganizationStore.class)
                .insert(
                        new Organization(
                                new OrganizationId(organization + "x"), "Other", Instant.EPOCH));
        var taken = "ENVIRONMENT_ALIAS_TAKEN createJobInput.newEnvironmentAlias";

        assertThat(create("newEnvironmentAlias", "STAGING").refusals()).containsExactly(taken);
        assertThat(create("newEnvironmentAlias", organization).refusals()).containsExactly(taken);
        assertThat(create("newEnvironmentAlias", organization + "x").refusals())
                .containsExactly(taken);
        assertThat(create().errors()).isEmpty();
        assertThat(create().refusals()).containsExactly(taken);
    }

    @Test
    void theSameKeyAnswersTheSameJob() {
        var first = create("idempotencyKey", "k").data("/createEnvironmentJob/id");

        assertThat(create("idempotencyKey", "k").data("/createEnvironmentJob/id")).isEqualTo(first);
        assertThat(create("idempotencyKey", "k", "newEnvironmentAlias", "other").codes())
                .containsExactly("IDEMPOTENCY_CONFLICT");
        assertThat(environment("other").isNull()).isTrue();

        var synced = sync("idempotencyKey", "s").data("/syncEnvironmentJob/job/id");
        assertThat(sync("idempotencyKey", "s").data("/syncEnvironmentJob/job/id"))
                .isEqualTo(synced);
    }

    @Test
    void anOrganizationHasTwentyEnvironmentsAtMost() {
        for (var number = 2; number < 20; number++) {
            api.environment(organization, "more-" + number, EnvironmentStatus.READY);
        }

        assertThat(create().codes()).containsExactly("QUOTA_EXCEEDED");
    }

    @Test
    void aSyncAnswersItsJob() {
        var job = sync("dryRun", true).data("/syncEnvironmentJob/job");

        assertThat(types(job)).containsExactly("SYNC_DATABASE_DATA", "SYNC_INDEXED_DATA");
        assertThat(job.at("/dryRun").asBoolean()).isTrue();
        assertThat(job.at("/baseEnvironment/alias").asString()).isEqualTo("main");
        assertThat(job.at("/targetEnvironment/alias").asString()).isEqualTo("staging");
    }

    @Test
    void aSyncNeedsTwoEnvironmentsThatAreReady() {
        api.environment(organization, "half", EnvironmentStatus.CREATING);

        assertThat(sync("targetEnvironmentId", "env-main").refusals())
                .containsExactly("SAME_ENVIRONMENT createJobInput.targetEnvironmentId");
        assertThat(sync("baseEnvironmentId", "x", "targetEnvironmentId", "y").refusals())
                .containsExactly(
                        "ENVIRONMENT_NOT_FOUND createJobInput.baseEnvironmentId",
                        "ENVIRONMENT_NOT_FOUND createJobInput.targetEnvironmentId");
        assertThat(sync("targetEnvironmentId", "env-half").refusals())
                .containsExactly("ENVIRONMENT_NOT_READY createJobInput.targetEnvironmentId");
    }

    @Test
    void onlyAdministratorsReplaceTheDefaultEnvironment() {
        Object[] ontoMain = {"baseEnvironmentId", "env-staging", "targetEnvironmentId", "env-main"};
        assertThat(sync(ontoMain).errors()).isEmpty();

        client = api.client(organization, Role.EDITOR);
        assertThat(sync(ontoMain).refusals())
                .containsExactly("ENVIRONMENT_PROTECTED createJobInput.targetEnvironmentId");
        assertThat(sync().errors()).isEmpty();
    }

    @Test
    void whoOnlyReadsCreatesNoJob() {
        client = api.client(organization, Role.VIEWER);

        assertThat(create().codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(sync().codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(delete().codes()).containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void aDeletedEnvironmentIsGoneFromTheAnswerOn() {
        assertThat(environment("staging").at("/id").asString()).isEqualTo("env-staging");

        var job = delete().data("/deleteEnvironmentJob");

        assertThat(types(job)).containsExactly("DELETE_ENVIRONMENT_DATA");
        assertThat(environment("staging").isNull()).isTrue();
        assertThat(client.at("staging").ask("{ environments { id } }").status()).isEqualTo(404);
        assertThat(delete().refusals())
                .containsExactly("ENVIRONMENT_NOT_FOUND createJobInput.environmentId");
        assertThat(sync().refusals())
                .containsExactly("ENVIRONMENT_NOT_FOUND createJobInput.targetEnvironmentId");
        // its alias is free once it is dropped
        assertThat(create("newEnvironmentAlias", "staging").codes())
                .containsExactly("ENVIRONMENT_ALIAS_TAKEN");
    }

    @Test
    void theDefaultEnvironmentCannotBeDeleted() {
        assertThat(delete("environmentId", "env-main").refusals())
                .containsExactly("ENVIRONMENT_PROTECTED createJobInput.environmentId");
    }

    @Test
    void anEnvironmentInUseCannotBeDeleted() {
        var job = sync().data("/syncEnvironmentJob/job/id").asString();

        assertThat(delete().refusals())
                .containsExactly("ENVIRONMENT_NOT_READY createJobInput.environmentId");

        var examples = new Examples(api, new OrganizationId(organization), client);
        var by = examples.stored(job).createdBy();
        examples.step(job, new JobEvent.CancelRequested(by));
        assertThat(delete().errors()).isEmpty();
    }

    @Test
    void environmentsOfOthersAreUnknown() {
        var other = "o" + UUID.randomUUID().toString().substring(0, 8);
        api.organization(other);
        api.environment(other, "secret", EnvironmentStatus.READY);

        assertThat(create("baseEnvironmentId", "env-secret").codes())
                .containsExactly("ENVIRONMENT_NOT_FOUND");
        assertThat(delete("environmentId", "env-secret").codes())
                .containsExactly("ENVIRONMENT_NOT_FOUND");
    }

    private Answer rollback(String job) {
        return client.ask("mutation { rollbackJob(jobId: \"%s\") { job { id } } }".formatted(job));
    }

    @Test
    void aDeletionThatHasCompletedCanBeUndone() {
        var job = delete().data("/deleteEnvironmentJob/id").asString();
        assertThat(rollback(job).refusals()).containsExactly("JOB_NOT_ROLLBACKABLE jobId");
        var examples = new Examples(api, new OrganizationId(organization), client);
        var task = examples.stored(job).tasks().getFirst();
        examples.step(job, new JobEvent.LocksGranted());
        examples.step(job, new JobEvent.TaskReleased(task.id()));
        examples.step(job, new JobEvent.TaskClaimed(task.id(), 1, new SessionId("w")));
        examples.step(
                job,
                new JobEvent.TaskCompleted(
                        task.id(), 1, task.progress(), task.counts(), JobResult.NONE));
        assertThat(environment("staging").isNull()).isTrue();

        assertThat(rollback(job).data("/rollbackJob/job/id").asString()).isEqualTo(job);
        assertThat(rollback(job).errors()).as("again").isEmpty();

        assertThat(
                        client.ask(
                                        "{ job(id: \"%s\") { logs { items { message } } } }"
                                                .formatted(job))
                                .data("/job/logs/items")
                                .toString())
                .isEqualTo(
                        "[{\"message\":\"Rolled back by Ann: environment staging is there again\"}]");
        assertThat(examples.stored(job).counts().logs()).isEqualTo(1);
        assertThat(environment("staging").at("/status").asString()).isEqualTo("READY");
        assertThat(sync().errors()).isEmpty();
    }

    private Answer retry(String job) {
        return client.ask(
                "mutation { retryJob(jobId: \"%s\") { job { id status attempt } } }"
                        .formatted(job));
    }

    /// What schedulers do with a job that was cancelled before its task could end.
    private void cancelled(Examples examples, String job, String environment) {
        examples.step(job, new JobEvent.LocksGranted());
        examples.step(job, new JobEvent.CancelRequested(examples.stored(job).createdBy()));
        api.get(EnvironmentBuilds.class)
                .giveUp(
                        new OrganizationId(organization),
                        new EnvironmentId(environment),
                        new JobId(job),
                        Instant.now());
        examples.step(job, new JobEvent.Settled());
    }

    @Test
    void creationThatIsTriedAgainReservesItsAliasOnceMoreAndBuildsAnotherGeneration() {
        var examples = new Examples(api, new OrganizationId(organization), client);
        var job = create().data("/createEnvironmentJob/id").asString();
        var id = environment("codex-exp").at("/id").asString();
        cancelled(examples, job, id);
        assertThat(environment("codex-exp").isNull()).isTrue();

        assertThat(retry(job).data("/retryJob/job/attempt").asInt()).isEqualTo(2);

        assertThat(environment("codex-exp").at("/status").asString()).isEqualTo("CREATING");
        assertThat(
                        api.get(EnvironmentBuilds.class)
                                .begin(
                                        new OrganizationId(organization),
                                        new EnvironmentId(id),
                                        new JobId(job)))
                .hasValueSatisfying(scope -> assertThat(scope.generation()).isEqualTo(2));
    }

    @Test
    void creationWhoseAliasIsTakenMeanwhileIsNotTriedAgain() {
        var examples = new Examples(api, new OrganizationId(organization), client);
        var job = create().data("/createEnvironmentJob/id").asString();
        cancelled(examples, job, environment("codex-exp").at("/id").asString());
        create().data("/createEnvironmentJob/id");

        assertThat(retry(job).refusals()).containsExactly("ENVIRONMENT_ALIAS_TAKEN jobId");
    }

    @Test
    void syncThatIsTriedAgainBeginsAnew() {
        var examples = new Examples(api, new OrganizationId(organization), client);
        var job = sync().data("/syncEnvironmentJob/job/id").asString();
        cancelled(examples, job, "env-staging");

        assertThat(retry(job).data("/retryJob/job/status").asString()).isEqualTo("PENDING");
        assertThat(examples.stored(job).tasks().getFirst().checkpoint().position()).isEmpty();
    }

    @Test
    void otherJobsCannotBeUndone() {
        var job = sync("dryRun", true).data("/syncEnvironmentJob/job/id").asString();

        assertThat(rollback(job).refusals()).containsExactly("JOB_NOT_ROLLBACKABLE jobId");
        assertThat(rollback("NOBODY").refusals()).containsExactly("JOB_NOT_FOUND jobId");
        client = api.client(organization, Role.VIEWER);
        assertThat(rollback(job).codes()).containsExactly("AUTH_NOT_AUTHORIZED");
    }
}
