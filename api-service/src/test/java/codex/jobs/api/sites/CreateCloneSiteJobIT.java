package codex.jobs.api.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.jobs.JobStore;
import com.mongodb.client.MongoClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateCloneSiteJobIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String MUTATION =
            """
            mutation($input: CreateCloneSiteJobInput!) {
              createCloneSiteJob(createJobInput: $input) {
                id name type status
                tasks { id consoleAppName displayName status type runAt order attempt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static Client client;

    @BeforeAll
    static void content() {
        client = api.organization("clones");
        var content = api.get(MongoClient.class).getDatabase("org_clones");
        content.getCollection("env-main.g1.sites")
                .insertMany(
                        List.of(
                                Document.parse("{_id: 's1', alias: 'News', status: 'READY'}"),
                                Document.parse(
                                        "{_id: 's2', alias: 'young', status: 'CREATING', build: {job: 'j'}}")));
        content.getCollection("env-main.g1.assets")
                .insertOne(Document.parse("{_id: 'ca1', externalId: 'logo-1'}"));
    }

    private static Answer create(Object... input) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("jobName", "Clone");
        fields.put("baseSiteId", "s1");
        fields.put("newSiteAlias", "copy");
        fields.put("newSiteName", "Copy");
        fields.put("newSiteLogo", "");
        for (var index = 0; index < input.length; index += 2) {
            fields.put((String) input[index], input[index + 1]);
        }
        return client.ask(MUTATION, Map.of("input", fields));
    }

    private static JobSpec stored(Answer answer) {
        return api.get(JobStore.class)
                .find(
                        new OrganizationId("clones"),
                        new JobId(answer.data("/createCloneSiteJob/id").asString()))
                .orElseThrow()
                .spec();
    }

    private static String input(String value) {
        return "createJobInput." + value;
    }

    @Test
    void aCloneIsPlannedWithItsFiveTasks() {
        var answer = create("newSiteAlias", "Planned", "newSiteLogo", "ca1");

        var job = answer.data("/createCloneSiteJob");
        assertThat(job.path("name").asString()).isEqualTo("Clone");
        assertThat(job.path("type").asString()).isEqualTo("CLONE_SITE");
        assertThat(job.path("status").asString()).isEqualTo("PENDING");
        assertThat(job.path("createdBy").asString()).isEqualTo("user-clones");
        assertThat(job.at("/tasks/0/consoleAppName").asString()).isEqualTo("codex.site.clone");
        assertThat(job.path("tasks").valueStream().map(task -> task.path("type").asString()))
                .containsExactly(
                        "CLONE_SITE",
                        "REINDEX_ENTRIES",
                        "REINDEX_URLS",
                        "REINDEX_TAGS",
                        "REINDEX_GENERAL");
        assertThat(stored(answer)).isEqualTo(new JobSpec.CloneSite("s1", "planned", "Copy", "ca1"));
        var seen =
                client.ask(
                        "{ job(id: \"%s\") { result { newSiteId } } jobs(filter: {siteId: \"s1\", search: \"Clone\"}) { total } }"
                                .formatted(job.path("id").asString()));
        assertThat(seen.data("/job/result/newSiteId").isNull()).isTrue();
        assertThat(seen.data("/jobs/total").asInt()).isPositive();
    }

    @Test
    void aLogoIsAnAssetAnAddressOrNothing() {
        assertThat(stored(create("newSiteAlias", "logo-1", "newSiteLogo", "logo-1")))
                .isEqualTo(new JobSpec.CloneSite("s1", "logo-1", "Copy", "ca1"));
        assertThat(stored(create("newSiteAlias", "logo-2", "newSiteLogo", "https://x.org/l.png")))
                .isEqualTo(new JobSpec.CloneSite("s1", "logo-2", "Copy", "https://x.org/l.png"));
        assertThat(stored(create("newSiteAlias", "logo-3")))
                .isEqualTo(new JobSpec.CloneSite("s1", "logo-3", "Copy", null));
        for (var wrong :
                List.of(
                        "http://x.org/l.png",
                        "https:///l.png",
                        "javascript:alert(1)",
                        "ca-none",
                        "https://x.org/" + "l".repeat(2_050))) {
            assertThat(create("newSiteLogo", wrong).refusals())
                    .as(wrong)
                    .containsExactly("BAD_USER_INPUT " + input("newSiteLogo"));
        }
    }

    @Test
    void theBaseMustBeASiteThatReadersSee() {
        for (var site : List.of("nowhere", "s2")) {
            assertThat(create("baseSiteId", site).refusals())
                    .containsExactly("SITE_NOT_FOUND " + input("baseSiteId"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-a", "a-", "ä", "a/b", "a\n"})
    void anAliasHasARule(String alias) {
        assertThat(create("newSiteAlias", alias).refusals())
                .containsExactly("BAD_USER_INPUT " + input("newSiteAlias"));
    }

    @Test
    void anAliasIsFreeInEveryCaseOrTaken() {
        assertThat(create("newSiteAlias", "nEWs").refusals())
                .containsExactly("SITE_ALIAS_TAKEN " + input("newSiteAlias"));
        // what a job that is over has left behind
        assertThat(create("newSiteAlias", "young").errors()).isEmpty();
    }

    @Test
    void theAliasOfASiteThatIsStillToBeMadeIsTaken() {
        assertThat(create("newSiteAlias", "coming").errors()).isEmpty();

        assertThat(create("newSiteAlias", "Coming").refusals())
                .containsExactly("SITE_ALIAS_TAKEN " + input("newSiteAlias"));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(
                        create(
                                        "jobName", " ",
                                        "baseSiteId", "nowhere",
                                        "newSiteAlias", "!",
                                        "newSiteName", "x".repeat(257),
                                        "newSiteLogo", "none",
                                        "idempotencyKey", "")
                                .refusals())
                .containsExactlyInAnyOrder(
                        "BAD_USER_INPUT " + input("jobName"),
                        "SITE_NOT_FOUND " + input("baseSiteId"),
                        "BAD_USER_INPUT " + input("newSiteAlias"),
                        "BAD_USER_INPUT " + input("newSiteName"),
                        "BAD_USER_INPUT " + input("newSiteLogo"),
                        "BAD_USER_INPUT " + input("idempotencyKey"));
    }

    @Test
    void theSameKeyWithTheSameInputIsTheSameJob() {
        var first = create("newSiteAlias", "keyed", "idempotencyKey", "k1");

        assertThat(
                        create("newSiteAlias", "keyed", "idempotencyKey", "k1")
                                .data("/createCloneSiteJob/id"))
                .isEqualTo(first.data("/createCloneSiteJob/id"));
        assertThat(create("newSiteAlias", "other", "idempotencyKey", "k1").refusals())
                .containsExactly("IDEMPOTENCY_CONFLICT " + input("idempotencyKey"));
    }

    @Test
    void viewersCloneNothing() {
        var viewer = api.client("clones", Role.VIEWER);
        var fields =
                Map.of(
                        "jobName", "x",
                        "baseSiteId", "s1",
                        "newSiteAlias", "viewed",
                        "newSiteName", "x",
                        "newSiteLogo", "");

        assertThat(viewer.ask(MUTATION, Map.of("input", fields)).codes())
                .containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void nothingIsClonedInAnEnvironmentThatIsNotReady() {
        api.environment("clones", "young", EnvironmentStatus.CREATING);
        var fields =
                Map.of(
                        "jobName", "x",
                        "baseSiteId", "s1",
                        "newSiteAlias", "early",
                        "newSiteName", "x",
                        "newSiteLogo", "");

        assertThat(client.at("young").ask(MUTATION, Map.of("input", fields)).codes())
                .contains("ENVIRONMENT_NOT_READY");
    }
}
