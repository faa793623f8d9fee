package codex.jobs.api.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Syncs with a `cronExpression`, and what can be done with them (specification 3.6).
class RecurringSyncsIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String SYNC =
            """
            mutation($input: SyncEnvironmentsJobInput!) {
              syncEnvironmentJob(createJobInput: $input) {
                job { id }
                recurringJob {
                  id name type status cronExpression hasJobRuns timeZone gapPolicy overlapPolicy dryRun
                  baseEnvironment { alias } targetEnvironment { alias }
                  createdAt updatedAt createdBy { id } updatedBy { id }
                  nextRunAt lastRunAt lastJob { id } runs { total }
                  nextRuns(count: 2) { at localTime effect }
                }
              }
            }\
            """;

    private static final String RUN =
            """
            mutation($id: String!) {
              runRecurringJob(createJobInput: { recurringJobId: $id }) {
                id name cronExpression type status attrs { key value }
                createdAt updatedAt createdBy updatedBy
                job { id recurringJobId status outcome type }
              }
            }\
            """;

    private static final String TOGGLE =
            """
            mutation($id: String!, $pause: Boolean!) {
              toggleRecurringJobStatus(
                  toggleRecurringJobInput: { recurringJobId: $id, pause: $pause }) {
                success recurringJob { status nextRunAt nextRuns { at } }
              }
            }\
            """;

    private static final String DELETE =
            """
            mutation($id: String!) {
              deleteRecurringJob(deleteRecurringJobInput: { recurringJobId: $id }) {
                success recurringJobId
              }
            }\
            """;

    private String organization;
    private Client client;

    @BeforeEach
    void anOrganization() {
        organization = "o" + UUID.randomUUID().toString().substring(0, 8);
        client = api.organization(organization);
        api.environment(organization, "staging", EnvironmentStatus.READY);
    }

    private Answer sync(Object... changes) {
        var fields =
                new LinkedHashMap<String, Object>(
                        Map.of(
                                "jobName",
                                "Nightly",
                                "baseEnvironmentId",
                                "env-main",
                                "targetEnvironmentId",
                                "env-staging",
                                "cronExpression",
                                "30 2 * * *"));
        for (var index = 0; index < changes.length; index += 2) {
            fields.put((String) changes[index], changes[index + 1]);
        }
        return client.ask(SYNC, Map.of("input", fields));
    }

    private String created() {
        return sync().data("/syncEnvironmentJob/recurringJob/id").asString();
    }

    private Answer toggled(String id, boolean pause) {
        return client.ask(TOGGLE, Map.of("id", id, "pause", pause));
    }

    @Test
    void aSyncWithACronExpressionRecurs() {
        var answer = sync().data("/syncEnvironmentJob");

        assertThat(answer.at("/job").isNull()).isTrue();
        var job = answer.at("/recurringJob");
        assertThat(job.at("/name").asString()).isEqualTo("Nightly");
        assertThat(job.at("/type").asString()).isEqualTo("SYNC");
        assertThat(job.at("/status").asString()).isEqualTo("SCHEDULED");
        assertThat(job.at("/cronExpression").asString()).isEqualTo("30 2 * * *");
        assertThat(job.at("/timeZone").asString()).isEqualTo("UTC");
        assertThat(job.at("/hasJobRuns").asBoolean()).isFalse();
        assertThat(job.at("/baseEnvironment/alias").asString()).isEqualTo("main");
        assertThat(job.at("/targetEnvironment/alias").asString()).isEqualTo("staging");
        assertThat(job.at("/createdBy/id").asString()).isEqualTo("user-" + organization);
        assertThat(job.at("/updatedAt").isNull()).isTrue();
        assertThat(job.at("/lastJob").isNull()).isTrue();
        assertThat(job.at("/nextRuns/0/at")).isEqualTo(job.at("/nextRunAt"));
        assertThat(job.at("/nextRuns/0/localTime").asString()).endsWith("T02:30");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0 0 30 2 *,INVALID_CRON,There is no such date",
                "nonsense,INVALID_CRON,Five fields are needed",
                "0 25 * * *,INVALID_CRON,Value 25 not in range",
                "*/5 * * * *,SCHEDULE_TOO_FREQUENT,At least 15 minutes",
                "* * * * * *,SCHEDULE_TOO_FREQUENT,At least 15 minutes"
            })
    void whatCannotBeIsRefusedWithTheReason(String cron, String code, String reason) {
        var answer = sync("cronExpression", cron, "timeZone", "Mars/Olympus");

        assertThat(answer.refusals())
                .containsExactlyInAnyOrder(
                        code + " createJobInput.cronExpression",
                        "BAD_USER_INPUT createJobInput.timeZone");
        assertThat(answer.errors().getFirst().at("/message").asString()).startsWith(reason);
    }

    @Test
    void aTimeZoneNeedsASchedule() {
        var answer =
                client.ask(
                        """
                        mutation { syncEnvironmentJob(createJobInput: {
                          jobName: "Once", baseEnvironmentId: "env-main"
                          targetEnvironmentId: "env-staging", timeZone: "UTC" }) { job { id } } }
                        """);

        assertThat(answer.refusals())
                .containsExactly("BAD_USER_INPUT createJobInput.cronExpression");
    }

    @Test
    void environmentsAreCheckedAsForASync() {
        assertThat(sync("targetEnvironmentId", "env-none").refusals())
                .containsExactly("ENVIRONMENT_NOT_FOUND createJobInput.targetEnvironmentId");
        client = api.client(organization, Role.EDITOR);
        assertThat(
                        sync("targetEnvironmentId", "env-main", "baseEnvironmentId", "env-staging")
                                .refusals())
                .containsExactly("ENVIRONMENT_PROTECTED createJobInput.targetEnvironmentId");
        client = api.client(organization, Role.VIEWER);
        assertThat(sync().codes()).containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void theSameKeyIsTheSameRecurringJob() {
        var first = sync("idempotencyKey", "k").data("/syncEnvironmentJob/recurringJob/id");

        assertThat(sync("idempotencyKey", "k").data("/syncEnvironmentJob/recurringJob/id"))
                .isEqualTo(first);
        assertThat(sync("idempotencyKey", "k", "cronExpression", "0 3 * * *").refusals())
                .containsExactly("IDEMPOTENCY_CONFLICT createJobInput.idempotencyKey");
    }

    @Test
    void previewsShowWhatAChangeOfTheClocksDoes() {
        var preview =
                client.ask(
                                """
                                { nextRuns(cronExpression: "30 2 * * *", timeZone: "Europe/Berlin",
                                    gapPolicy: SKIP, overlapPolicy: BOTH, count: 100) {
                                  at localTime effect } }
                                """
                                        .replace("count: 100", "count: 1000"))
                        .data("/nextRuns");

        assertThat(preview).hasSize(100);
        assertThat(preview)
                .allSatisfy(run -> assertThat(run.at("/localTime").asString()).endsWith("T02:30"));
        assertThat(client.ask("{ nextRuns(cronExpression: \"x\") { at } }").refusals())
                .containsExactly("INVALID_CRON cronExpression");
    }

    @Test
    void aRunIsStartedAlsoWhilePausedAndAnotherOneIsSkipped() {
        var id = created();
        toggled(id, true);

        var answer = client.ask(RUN, Map.of("id", id)).data("/runRecurringJob");

        assertThat(answer.at("/id").asString()).isEqualTo(id);
        assertThat(answer.at("/status").asString()).isEqualTo("PAUSED");
        assertThat(answer.at("/createdBy").asString()).isEqualTo("user-" + organization);
        assertThat(answer.at("/job/recurringJobId").asString()).isEqualTo(id);
        assertThat(answer.at("/job/type").asString()).isEqualTo("SYNC_ENVIRONMENTS");
        assertThat(answer.at("/attrs"))
                .extracting(attr -> attr.at("/key").asString() + "=" + attr.at("/value").asString())
                .containsExactly(
                        "baseEnvironmentId=env-main",
                        "targetEnvironmentId=env-staging",
                        "lastJobId=" + answer.at("/job/id").asString());
        assertThat(
                        client.ask(RUN, Map.of("id", id))
                                .data("/runRecurringJob/job/outcome")
                                .asString())
                .isEqualTo("SKIPPED");
        var shown =
                client.ask(
                                """
                                { recurringJob(id: "%s") { hasJobRuns lastJob { id } runs { total
                                    items { id recurringJobId outcome logs { items { code message } } } } }
                                  jobs(filter: {recurringJobId: "%s"}) { total } }
                                """
                                        .formatted(id, id))
                        .data("");
        assertThat(shown.at("/recurringJob/hasJobRuns").asBoolean()).isTrue();
        assertThat(shown.at("/recurringJob/lastJob/id")).isEqualTo(answer.at("/job/id"));
        assertThat(shown.at("/recurringJob/runs/total").asInt()).isEqualTo(2);
        assertThat(shown.at("/jobs/total").asInt()).isEqualTo(2);
        assertThat(shown.at("/recurringJob/runs/items/0/logs/items/1/code").asString())
                .isEqualTo("RUN_SKIPPED");
    }

    @Test
    void pausingAndGoingOnMayBeRepeated() {
        var id = created();

        for (var times = 0; times < 2; times++) {
            var paused = toggled(id, true).data("/toggleRecurringJobStatus");
            assertThat(paused.at("/success").asBoolean()).isTrue();
            assertThat(paused.at("/recurringJob/status").asString()).isEqualTo("PAUSED");
            assertThat(paused.at("/recurringJob/nextRunAt").isNull()).isTrue();
            assertThat(paused.at("/recurringJob/nextRuns")).isEmpty();
        }
        for (var times = 0; times < 2; times++) {
            var resumed = toggled(id, false).data("/toggleRecurringJobStatus/recurringJob");
            assertThat(resumed.at("/status").asString()).isEqualTo("SCHEDULED");
            assertThat(resumed.at("/nextRunAt").isNull()).isFalse();
        }
    }

    @Test
    void aDeletedOneIsHiddenAndRunsNoMore() {
        var id = created();

        var deleted = client.ask(DELETE, Map.of("id", id)).data("/deleteRecurringJob");

        assertThat(deleted.at("/success").asBoolean()).isTrue();
        assertThat(deleted.at("/recurringJobId").asString()).isEqualTo(id);
        assertThat(
                        client.ask(DELETE, Map.of("id", id))
                                .data("/deleteRecurringJob/success")
                                .asBoolean())
                .isTrue();
        assertThat(client.ask("{ recurringJobs { total } }").data("/recurringJobs/total").asInt())
                .isZero();
        assertThat(
                        client.ask("{ recurringJobs(filter: {statuses: [DELETED]}) { total } }")
                                .data("/recurringJobs/total")
                                .asInt())
                .isEqualTo(1);
        assertThat(client.ask(RUN, Map.of("id", id)).codes())
                .containsExactly("RECURRING_JOB_NOT_FOUND");
        assertThat(toggled(id, false).codes()).containsExactly("RECURRING_JOB_NOT_FOUND");
    }

    @Test
    void othersSeeNothingOfIt() {
        var id = created();
        var other = api.organization("x" + organization.substring(1));

        assertThat(
                        other.ask("{ recurringJob(id: \"%s\") { id } }".formatted(id))
                                .data("/recurringJob")
                                .isNull())
                .isTrue();
        for (var mutation : java.util.List.of(RUN, DELETE)) {
            assertThat(other.ask(mutation, Map.of("id", id)).codes())
                    .containsExactly("RECURRING_JOB_NOT_FOUND");
        }
        assertThat(client.ask("{ recurringJob(id: \"no/id\") { id } }").codes())
                .containsExactly("BAD_USER_INPUT");
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        sync("jobName", "b", "cronExpression", "0 3 * * *");
        sync("jobName", "a", "cronExpression", "0 4 * * *");
        sync(
                "jobName",
                "other",
                "targetEnvironmentId",
                "env-main",
                "baseEnvironmentId",
                "env-staging");

        var page =
                client.ask(
                                """
                                { recurringJobs(
                                    filter: {targetEnvironmentId: "env-staging", types: [SYNC]}
                                    sort: [{field: NAME, direction: ASC}], offset: 0, limit: 1) {
                                  items { name } offset limit total } }
                                """)
                        .data("/recurringJobs");

        assertThat(page.at("/items/0/name").asString()).isEqualTo("a");
        assertThat(page.at("/limit").asInt()).isEqualTo(1);
        assertThat(page.at("/total").asInt()).isEqualTo(2);
        assertThat(
                        client.ask("{ recurringJobs(filter: {search: \"OTH\"}) { total } }")
                                .data("/recurringJobs/total")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void deletingAnEnvironmentPausesWhatUsesItAndSaysSo() {
        var id = created();

        var job =
                client.ask(
                                """
                                mutation { deleteEnvironmentJob(createJobInput: {
                                  jobName: "Delete", environmentId: "env-staging" }) { id } }
                                """)
                        .data("/deleteEnvironmentJob/id")
                        .asString();

        assertThat(
                        client.ask("{ recurringJob(id: \"%s\") { status } }".formatted(id))
                                .data("/recurringJob/status")
                                .asString())
                .isEqualTo("PAUSED");
        var line =
                client.ask("{ jobTaskLogs(jobId: \"%s\") { items { type code } } }".formatted(job))
                        .data("/jobTaskLogs/items/0");
        assertThat(line.at("/type").asString()).isEqualTo("WARNING");
        assertThat(line.at("/code").asString()).isEqualTo("RECURRING_JOB_PAUSED");
        assertThat(toggled(id, false).codes()).containsExactly("ENVIRONMENT_NOT_FOUND");
    }
}
