package codex.jobs.api.deletes;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.ContentDeletion;
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

class CreateDeleteJobIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String MUTATION =
            """
            mutation($input: CreateDeleteJobInput!) {
              createDeleteJob(createJobInput: $input) {
                id name type status
                tasks { id consoleAppName displayName status type runAt order attempt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static final List<String> ENTRIES = List.of("DELETE_ENTRIES");

    private static Client client;

    @BeforeAll
    static void content() {
        client = api.organization("deletes");
        var content = api.get(MongoClient.class).getDatabase("org_deletes");
        content.getCollection("env-main.g1.sites")
                .insertOne(new Document("_id", "site1").append("status", "READY"));
        content.getCollection("env-main.g1.models")
                .insertOne(
                        Document.parse(
                                """
                                {_id: 'm1', alias: 'article', titleAlias: 'title', slugAlias: 'slug', featuredMediaAlias: 'image',
                                 fields: [{alias: 'title', type: 'TEXT'}, {alias: 'slug', type: 'TEXT'},
                                          {alias: 'image', type: 'MEDIA'}, {alias: 'price', type: 'DECIMAL'},
                                          {alias: 'link', type: 'URL'}, {alias: 'tags', type: 'TAG', list: true}],
                                 deletedFields: [{alias: 'old', type: 'TEXT'}]}
                                """));
    }

    private static Answer create(Object... input) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("jobName", "Delete");
        for (var index = 0; index < input.length; index += 2) {
            fields.put((String) input[index], input[index + 1]);
        }
        return client.ask(MUTATION, Map.of("input", fields));
    }

    private static List<String> tasks(Answer answer) {
        return answer.data("/createDeleteJob/tasks")
                .valueStream()
                .map(task -> task.at("/type").asString())
                .toList();
    }

    private static JobSpec stored(Answer answer) {
        return api.get(JobStore.class)
                .find(
                        new OrganizationId("deletes"),
                        new JobId(answer.data("/createDeleteJob/id").asString()))
                .orElseThrow()
                .spec();
    }

    private static List<String> warnings(Answer answer) {
        var id = answer.data("/createDeleteJob/id").asString();
        return client.ask(
                        "{ jobTaskLogs(jobId: \""
                                + id
                                + "\", types: [WARNING]) { items { code message } } }")
                .data("/jobTaskLogs/items")
                .valueStream()
                .map(line -> line.path("code").asString() + ": " + line.path("message").asString())
                .toList();
    }

    private static String input(String value) {
        return "createJobInput." + value;
    }

    @Test
    void whatASiteHasIsDeletedDependantsFirst() {
        var answer =
                create(
                        "siteId",
                        "site1",
                        "deleteContentTaskTypes",
                        List.of("DELETE_TAGS", "DELETE_ENTRIES", "DELETE_LISTS"));

        assertThat(answer.data("/createDeleteJob/type").asString()).isEqualTo("DELETE_CONTENT");
        assertThat(answer.data("/createDeleteJob/tasks/0/consoleAppName").asString())
                .isEqualTo("codex.content.delete");
        assertThat(tasks(answer))
                .containsExactly(
                        "DELETE_CONTENT",
                        "DELETE_CONTENT",
                        "DELETE_CONTENT",
                        "REINDEX_ENTRIES",
                        "REINDEX_URLS",
                        "REINDEX_TAGS",
                        "REINDEX_GENERAL");
        assertThat(stored(answer))
                .isEqualTo(
                        new JobSpec.DeleteContent(
                                List.of(
                                        ContentDeletion.DELETE_ENTRIES,
                                        ContentDeletion.DELETE_LISTS,
                                        ContentDeletion.DELETE_TAGS),
                                "site1",
                                null,
                                false,
                                false));
    }

    @Test
    void theEntriesOfAModelAreNamedByItsAliasInAnyCase() {
        var answer =
                create(
                        "model",
                        "ARTICLE",
                        "deleteContentTaskTypes",
                        ENTRIES,
                        "fieldAlias",
                        "category",
                        "dryRun",
                        true,
                        "force",
                        true);

        assertThat(stored(answer))
                .isEqualTo(
                        new JobSpec.DeleteContent(
                                List.of(ContentDeletion.DELETE_ENTRIES), null, "m1", true, true));
    }

    @Test
    void aFilterMeansEntries() {
        var answer =
                create(
                        "siteId", "site1",
                        "filter", "{\"content\": {\"price\": {\"Gt\": 5}}}",
                        "deleteContentTaskTypes", ENTRIES);

        assertThat(answer.data("/createDeleteJob/type").asString())
                .isEqualTo("DELETE_FILTERED_CONTENT");
        assertThat(tasks(answer))
                .containsExactly(
                        "DELETE_CONTENT", "REINDEX_ENTRIES", "REINDEX_URLS", "REINDEX_TAGS");
        assertThat(stored(answer))
                .isEqualTo(
                        new JobSpec.DeleteFilteredContent(
                                "{\"content\":{\"price\":{\"Gt\":5,\"_t\":\"NumberFilter\"}}}",
                                "site1",
                                null,
                                false,
                                false));
        assertThat(create("filter", "{\"system\": {\"Id\": {\"Eq\": \"x\"}}}").errors()).isEmpty();
    }

    @Test
    void aFieldIsIndexedWhereItWasFound() {
        var answer =
                create(
                        "isDeleteFieldJob",
                        true,
                        "model",
                        "article",
                        "fieldAlias",
                        "link",
                        "filter",
                        "no JSON",
                        "deleteContentTaskTypes",
                        ENTRIES,
                        "force",
                        true);

        assertThat(answer.data("/createDeleteJob/type").asString()).isEqualTo("DELETE_FIELD");
        assertThat(tasks(answer))
                .containsExactly("DELETE_CONTENT", "REINDEX_ENTRIES", "REINDEX_URLS");
        assertThat(stored(answer))
                .isEqualTo(new JobSpec.DeleteField("m1", "link", FieldType.URL, null, false));
        assertThat(warnings(answer))
                .containsExactly(
                        "INPUT_IGNORED: filter means nothing for this kind of delete and was ignored",
                        "INPUT_IGNORED: deleteContentTaskTypes means nothing for this kind of delete and was ignored",
                        "INPUT_IGNORED: force means nothing for this kind of delete and was ignored");
        assertThat(tasks(create("isDeleteFieldJob", true, "model", "m1", "fieldAlias", "tags")))
                .containsExactly("DELETE_CONTENT", "REINDEX_ENTRIES", "REINDEX_TAGS");
        assertThat(tasks(create("isDeleteFieldJob", true, "model", "m1", "fieldAlias", "old")))
                .containsExactly("DELETE_CONTENT", "REINDEX_ENTRIES");
    }

    @Test
    void aDeleteNeedsAScope() {
        assertThat(create("deleteContentTaskTypes", ENTRIES).refusals())
                .containsExactly("SCOPE_REQUIRED createJobInput");
        assertThat(create("filter", " ", "deleteContentTaskTypes", ENTRIES).refusals())
                .containsExactly("SCOPE_REQUIRED createJobInput");
        assertThat(
                        create("model", "article", "deleteContentTaskTypes", List.of("DELETE_TAGS"))
                                .refusals())
                .containsExactly("SCOPE_REQUIRED " + input("siteId"));
        assertThat(create("siteId", "site1").refusals())
                .containsExactly("BAD_USER_INPUT " + input("deleteContentTaskTypes"));
    }

    @Test
    void siteAndModelMustBeThere() {
        assertThat(
                        create(
                                        "siteId", "nowhere",
                                        "model", "nothing",
                                        "deleteContentTaskTypes", ENTRIES)
                                .refusals())
                .containsExactly(
                        "SITE_NOT_FOUND " + input("siteId"), "MODEL_NOT_FOUND " + input("model"));
    }

    @Test
    void assetsAndAuthorsAreThoseOfASiteOrModel() {
        var shared = List.of("DELETE_ASSETS", "DELETE_AUTHORS");

        assertThat(tasks(create("siteId", "site1", "deleteContentTaskTypes", shared)))
                .containsExactly("DELETE_CONTENT", "DELETE_CONTENT", "REINDEX_GENERAL");
        assertThat(create("model", "article", "deleteContentTaskTypes", shared).errors()).isEmpty();
        assertThat(create("deleteContentTaskTypes", shared).codes())
                .containsExactly("SCOPE_REQUIRED");
    }

    @Test
    void aFilterMustBeRight() {
        assertThat(
                        create(
                                        "filter",
                                        "{\"system\": {\"SiteId\": {\"Near\": 1}, \"Colour\": {}}}")
                                .refusals())
                .containsExactlyInAnyOrder(
                        "INVALID_FILTER " + input("filter#/system/SiteId/Near"),
                        "INVALID_FILTER " + input("filter#/system/Colour"));
        // what an export would repair
        assertThat(create("filter", "{\"system\": {\"Id\": {\"Eq\": \"x\"}}}}").codes())
                .containsExactly("INVALID_FILTER");
        assertThat(
                        create(
                                        "filter",
                                        "{\"system\": {\"Id\": {\"Eq\": \"x\"}}}",
                                        "deleteContentTaskTypes",
                                        List.of("DELETE_TAGS"))
                                .refusals())
                .containsExactly("BAD_USER_INPUT " + input("deleteContentTaskTypes"));
    }

    @Test
    void whoMeansEveryEntryMustSaySo() {
        assertThat(create("filter", "{}").refusals())
                .containsExactly("FILTER_REQUIRED " + input("filter"));
        assertThat(create("filter", "{}", "force", true).errors()).isEmpty();
    }

    @Test
    void aFieldMustBeThereAndNotBeNeeded() {
        assertThat(create("isDeleteFieldJob", true).refusals())
                .containsExactly(
                        "BAD_USER_INPUT " + input("model"),
                        "BAD_USER_INPUT " + input("fieldAlias"));
        assertThat(create("isDeleteFieldJob", true, "model", "m1", "fieldAlias", "none").refusals())
                .containsExactly("FIELD_NOT_FOUND " + input("fieldAlias"));
        for (var needed : List.of("title", "slug", "image")) {
            assertThat(
                            create("isDeleteFieldJob", true, "model", "m1", "fieldAlias", needed)
                                    .refusals())
                    .containsExactly("FIELD_STILL_IN_USE " + input("fieldAlias"));
        }
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(
                        create(
                                        "jobName", " ",
                                        "scheduledTime", "2999-01-01T00:00:00Z",
                                        "siteId", "",
                                        "model", "nothing",
                                        "filter", "{",
                                        "idempotencyKey", "x".repeat(257))
                                .refusals())
                .containsExactly(
                        "BAD_USER_INPUT " + input("jobName"),
                        "BAD_USER_INPUT " + input("scheduledTime"),
                        "BAD_USER_INPUT " + input("siteId"),
                        "BAD_USER_INPUT " + input("idempotencyKey"),
                        "MODEL_NOT_FOUND " + input("model"),
                        "INVALID_FILTER " + input("filter#"));
    }

    @Test
    void theSameKeyWithTheSameInputIsTheSameJob() {
        var first = create("filter", "{}", "force", true, "idempotencyKey", "k1");

        assertThat(
                        create("filter", "{ }", "force", true, "idempotencyKey", "k1")
                                .data("/createDeleteJob/id"))
                .isEqualTo(first.data("/createDeleteJob/id"));
        assertThat(
                        create(
                                        "filter",
                                        "{}",
                                        "force",
                                        true,
                                        "dryRun",
                                        true,
                                        "idempotencyKey",
                                        "k1")
                                .refusals())
                .containsExactly("IDEMPOTENCY_CONFLICT " + input("idempotencyKey"));
    }

    @Test
    void viewersDeleteNothing() {
        var viewer = api.client("deletes", Role.VIEWER);
        var fields = Map.of("jobName", "x", "siteId", "site1", "deleteContentTaskTypes", ENTRIES);

        assertThat(viewer.ask(MUTATION, Map.of("input", fields)).codes())
                .containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void nothingIsDeletedInAnEnvironmentThatIsNotReady() {
        api.environment("deletes", "young", EnvironmentStatus.CREATING);
        var fields = Map.of("jobName", "x", "filter", "{\"system\": {\"Id\": {\"Eq\": \"x\"}}}");

        assertThat(client.at("young").ask(MUTATION, Map.of("input", fields)).codes())
                .contains("ENVIRONMENT_NOT_READY");
    }
}
