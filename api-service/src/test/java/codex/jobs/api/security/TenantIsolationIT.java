package codex.jobs.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.model.tenant.EnvironmentStatus;
import com.mongodb.client.MongoClient;
import graphql.language.AstPrinter;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.graphql.execution.GraphQlSource;

/// Every query and mutation that takes an id, as the schema lists them: with what another
/// organization has, it answers exactly as with what nobody has. (Subscriptions have a test of
/// their own.)
class TenantIsolationIT {

    @RegisterExtension static final Api api = Api.usual();

    /// Arguments that name something, and where the rest of the input comes from.
    private static final Map<String, String> INPUTS =
            Map.ofEntries(
                    Map.entry("job", "id: \"%job\""),
                    Map.entry("jobs", "filter: {ids: [\"%job\"]}"),
                    Map.entry("jobTaskLogs", "jobId: \"%job\""),
                    Map.entry("deadTasks", "cause: \"%job\""),
                    Map.entry("auditLog", "filter: {targetId: \"%job\"}"),
                    Map.entry("replayDeadTask", "id: \"%job-1:1\""),
                    Map.entry("replayDeadTasks", "cause: \"%job\""),
                    Map.entry("cancelJob", "jobId: \"%job\""),
                    Map.entry("retryJob", "jobId: \"%job\""),
                    Map.entry("updateJob", "jobId: \"%job\", jobName: \"a\""),
                    Map.entry("deleteJob", "jobId: \"%job\""),
                    Map.entry("rollbackJob", "jobId: \"%job\""),
                    Map.entry("recurringJob", "id: \"%job\""),
                    Map.entry("recurringJobs", "filter: {ids: [\"%job\"]}"),
                    Map.entry("runRecurringJob", "createJobInput: {recurringJobId: \"%job\"}"),
                    Map.entry(
                            "deleteRecurringJob",
                            "deleteRecurringJobInput: {recurringJobId: \"%job\"}"),
                    Map.entry(
                            "toggleRecurringJobStatus",
                            "toggleRecurringJobInput: {recurringJobId: \"%job\", pause: true}"),
                    Map.entry("webhook", "id: \"%job\""),
                    Map.entry("webhookDeliveries", "webhookId: \"%job\""),
                    Map.entry("updateWebhook", "input: {id: \"%job\"}"),
                    Map.entry("rotateWebhookSecret", "id: \"%job\""),
                    Map.entry("deleteWebhook", "id: \"%job\""),
                    Map.entry("redeliverWebhook", "deliveryId: \"%job\""),
                    Map.entry(
                            "createCloneSiteJob",
                            "createJobInput: {jobName: \"a\", baseSiteId: \"%site\","
                                    + " newSiteAlias: \"b\", newSiteName: \"B\","
                                    + " newSiteLogo: \"\"}"),
                    Map.entry("environment", "id: \"%environment\""),
                    Map.entry("uploadedParts", "uploadId: \"%upload\", key: \"%key\""),
                    Map.entry("abortFileUpload", "uploadId: \"%upload\", key: \"%key\""),
                    Map.entry(
                            "completeMultiPartUpload",
                            "completeMultipartUploadInput: {uploadId: \"%upload\", key: \"%key\","
                                    + " multiPartUploads: [{partNumber: 1, etag: \"x\"}]}"),
                    Map.entry(
                            "createImportJob",
                            "createJobInput: {jobName: \"a\", jobType: IMPORT_ENTRIES,"
                                    + " fileKey: \"%key\"}"),
                    Map.entry(
                            "createDeleteJob",
                            "createJobInput: {jobName: \"a\", siteId: \"%site\","
                                    + " deleteContentTaskTypes: [DELETE_ENTRIES]}"),
                    Map.entry(
                            "createEnvironmentJob",
                            "createJobInput: {jobName: \"a\", baseEnvironmentId: \"%environment\","
                                    + " newEnvironmentAlias: \"b\","
                                    + " newEnvironmentDisplayName: \"B\"}"),
                    Map.entry(
                            "syncEnvironmentJob",
                            "createJobInput: {jobName: \"a\", baseEnvironmentId: \"%environment\","
                                    + " targetEnvironmentId: \"env-main\"}"),
                    Map.entry(
                            "deleteEnvironmentJob",
                            "createJobInput: {jobName: \"a\", environmentId: \"%environment\"}"));

    /// They begin something of the caller's own: there is nothing to name.
    private static final Set<String> NAMELESS =
            Set.of("initFileUpload", "createExportJob", "createWebhook", "nextRuns");

    private static final Map<String, String> THEIRS = new TreeMap<>();

    private static final Map<String, String> NOBODYS =
            Map.of(
                    "%job", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                    "%environment", "env-nowhere",
                    "%upload", "unknown",
                    "%site", "site-nowhere",
                    "%key", "uploads/nothing/there");

    private static Examples ours;

    @BeforeAll
    static void twoOrganizations() {
        ours = Examples.in(api, "isolated");
        var theirs = Examples.in(api, "isolated-not");
        api.environment("isolated-not", "theirs", EnvironmentStatus.READY);
        var upload =
                theirs.client()
                        .ask(
                                "mutation { initFileUpload(initFileUploadInput:"
                                        + " {name: \"a\", size: 1}) { uploadId key } }")
                        .data("/initFileUpload");
        THEIRS.put("%job", theirs.aJob());
        THEIRS.put("%environment", "env-theirs");
        THEIRS.put("%site", "site-theirs");
        api.get(MongoClient.class)
                .getDatabase("org_isolated-not")
                .getCollection("env-main.g1.sites")
                .insertOne(Document.parse("{_id: 'site-theirs', status: 'READY'}"));
        THEIRS.put("%upload", upload.at("/uploadId").asString());
        THEIRS.put("%key", upload.at("/key").asString());
    }

    @TestFactory
    Stream<DynamicTest> whatOthersHaveIsAnsweredLikeWhatNobodyHas() {
        var schema = api.get(GraphQlSource.class).schema();
        return Stream.of(schema.getQueryType(), schema.getMutationType())
                .flatMap(type ->
                        fieldsWithArguments(type)
                                .map(field ->
                                        DynamicTest.dynamicTest(
                                                field.getName(), () -> check(type, field))));
    }

    private static Stream<GraphQLFieldDefinition> fieldsWithArguments(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream()
                .filter(field -> !field.getArguments().isEmpty())
                .filter(field -> !NAMELESS.contains(field.getName()));
    }

    private static void check(GraphQLObjectType type, GraphQLFieldDefinition field) {
        var input = INPUTS.get(field.getName());
        assertThat(input)
                .as("%s names what it asks for: say here how", field.getName())
                .isNotNull();
        var operation = type.getName().equals("Mutation") ? "mutation " : "";
        var inside = GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType;
        var document =
                operation
                        + "{ "
                        + field.getName()
                        + "("
                        + input
                        + ")"
                        + (inside ? " { __typename " + total(field) + " }" : "")
                        + " }";

        var theirs = ours.client().ask(filled(document, THEIRS));
        var nobodys = ours.client().ask(filled(document, NOBODYS));

        assertThat(theirs.status()).isEqualTo(200);
        assertThat(theirs.codes()).as(theirs.body()).isEqualTo(nobodys.codes());
        assertThat(filledBack(theirs.body(), THEIRS))
                .isEqualTo(filledBack(nobodys.body(), NOBODYS));
    }

    private static String total(GraphQLFieldDefinition field) {
        return AstPrinter.printAst(field.getDefinition()).contains("Collection") ? "total" : "";
    }

    private static String filled(String document, Map<String, String> values) {
        var text = document;
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String filledBack(String answer, Map<String, String> values) {
        var text = answer;
        for (var value : values.entrySet()) {
            text = text.replace(value.getValue(), value.getKey());
        }
        return text;
    }
}
