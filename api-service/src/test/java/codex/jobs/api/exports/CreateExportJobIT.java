package codex.jobs.api.exports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.files.KeptFileStore;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateExportJobIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String MUTATION =
            """
            mutation($input: CreateExportJobInput!) {
              createExportJob(createJobInput: $input) {
                id name type fileKey status
                tasks { id consoleAppName displayName status type runAt order attempt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static Examples examples;

    @BeforeAll
    static void aModel() {
        examples = Examples.in(api, "exports");
        api.get(MongoClient.class)
                .getDatabase("org_exports")
                .getCollection("env-main.g1.models")
                .insertOne(
                        Document.parse(
                                """
                                {_id: "m1", alias: "article", status: 1,
                                 fields: [{alias: "price", type: "DECIMAL"}]}
                                """));
    }

    private static Answer create(Client client, Object... input) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("jobName", "Export");
        fields.put("jobType", "EXPORT_ENTRIES");
        for (var index = 0; index < input.length; index += 2) {
            fields.put((String) input[index], input[index + 1]);
        }
        return client.ask(MUTATION, Map.of("input", fields));
    }

    private static Answer create(Object... input) {
        return create(examples.client(), input);
    }

    private static JobSpec spec(Answer created) {
        return examples.stored(created.data("/createExportJob/id").asString()).spec();
    }

    private static String input(String value) {
        return "createJobInput." + value;
    }

    @Test
    void answersTheJobWithItsTaskPlanned() {
        var job = create().data("/createExportJob");

        assertThat(job.at("/type").asString()).isEqualTo("EXPORT_ENTRIES");
        assertThat(job.at("/status").asString()).isEqualTo("PENDING");
        assertThat(job.at("/fileKey").isNull()).isTrue();
        assertThat(job.at("/tasks").valueStream().map(task -> task.at("/type").asString()))
                .containsExactly("PROCESS_ENTRIES");
        assertThat(job.at("/createdBy").asString()).isEqualTo("user-exports");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{}"})
    void withoutAFilterEverythingIsMeant(String filter) {
        assertThat(spec(create("filter", filter)))
                .isEqualTo(new JobSpec.ExportEntries("{}", ExportFormat.JSON));
        assertThat(spec(create("format", "NDJSON")))
                .isEqualTo(new JobSpec.ExportEntries("{}", ExportFormat.NDJSON));
    }

    @Test
    void theFilterIsKeptAsItWasUnderstood() {
        var id =
                create(
                                "filter",
                                """
                                {"system":{"siteid":{"in":["site1"]}},"content":{"price":{"Gt":9.5}}}
                                """)
                        .data("/createExportJob/id")
                        .asString();

        assertThat(
                        Client.JSON.readTree(
                                examples.client()
                                        .ask("{ job(id: \"" + id + "\") { filter } }")
                                        .data("/job/filter")
                                        .asString()))
                .isEqualTo(
                        Client.JSON.readTree(
                                Objects.requireNonNull(examples.stored(id).spec().filter())));
        assertThat(examples.stored(id).spec().filter())
                .contains("SiteId", "site1", "NumberFilter")
                .doesNotContain("siteid");
    }

    @Test
    void thePublishedExampleIsRepairedWithAWarning() throws IOException {
        var answer = examples.client().ask(published());
        var id = answer.data("/createExportJob/id").asString();

        assertThat(examples.stored(id).spec().filter())
                .contains("ModelId", "your_model_id")
                .doesNotContain("SiteId");
        var seen =
                examples.client()
                        .ask(
                                """
                                { job(id: "%s") { logs { items { type code message } } } }\
                                """
                                        .formatted(id));
        var line = seen.data("/job/logs/items/0");
        assertThat(line.at("/type").asString()).isEqualTo("WARNING");
        assertThat(line.at("/code").asString()).isEqualTo("FILTER_REPAIRED");
        assertThat(line.at("/message").asString())
                .contains(Objects.requireNonNull(examples.stored(id).spec().filter()));
        assertThat(examples.stored(id).counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 1, 1, 0));
    }

    private static String published() throws IOException {
        var file = "/published/create-export-job.graphql";
        try (var in = CreateExportJobIT.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(
                        create(
                                        "jobName",
                                        " ",
                                        "jobType",
                                        "IMPORT_ENTRIES",
                                        "idempotencyKey",
                                        "",
                                        "filter",
                                        """
                                        {"system":{"Site":{"Eq":"x"},"Status":{"Like":"x"},
                                         "CreatedAt":{"Gt":"yesterday"}},
                                         "content":{"weight":{"Gt":1}},"where":1}\
                                        """)
                                .refusals())
                .containsExactly(
                        "BAD_USER_INPUT " + input("jobName"),
                        "INVALID_JOB_TYPE " + input("jobType"),
                        "BAD_USER_INPUT " + input("idempotencyKey"),
                        "INVALID_FILTER " + input("filter#/system/Site"),
                        "INVALID_FILTER " + input("filter#/system/Status/Like"),
                        "INVALID_FILTER " + input("filter#/system/CreatedAt/Gt"),
                        "INVALID_FILTER " + input("filter#/content/weight"),
                        "INVALID_FILTER " + input("filter#/where"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "7", "{\"system\":{}} x", "{\"And\":[]}", "nothing"})
    void whatIsNoFilterIsRefused(String filter) {
        assertThat(create("filter", filter).codes()).containsOnly("INVALID_FILTER");
    }

    @Test
    void aFilterThatIsTooLongIsRefused() {
        var filter = "{\"system\":{\"Title\":{\"Eq\":\"" + "x".repeat(70_000) + "\"}}}";

        assertThat(create("filter", filter).refusals())
                .containsExactly("INVALID_FILTER " + input("filter#"));
    }

    @Test
    void whoMayOnlyReadCannotExport() {
        assertThat(create(api.client("exports", Role.VIEWER)).codes())
                .containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void nothingIsExportedFromAnEnvironmentThatIsNotReady() {
        api.environment("exports", "young", EnvironmentStatus.CREATING);

        assertThat(create(examples.client().at("young")).refusals())
                .containsExactly("ENVIRONMENT_NOT_READY createJobInput");
    }

    @Test
    void theSameKeyWithTheSameInputIsTheSameJob() {
        var first = create("idempotencyKey", "k1").data("/createExportJob/id");

        assertThat(create("idempotencyKey", "k1").data("/createExportJob/id")).isEqualTo(first);
        assertThat(create("idempotencyKey", "k1", "format", "NDJSON").codes())
                .containsExactly("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void theResultSaysWhereTheFileIs() throws Exception {
        var id = create().data("/createExportJob/id").asString();
        var task = examples.stored(id).tasks().getFirst().id();
        var key = "exports/" + id + "/entries.json";
        var where = new BlobKey(new OrganizationId("exports"), key);
        var files = api.get(KeptFileStore.class);
        api.get(BlobStore.class).put(where, "[]".getBytes(UTF_8), "application/json");
        files.finish(where, new JobId(id), Instant.now().truncatedTo(ChronoUnit.MILLIS));
        assertThat(result(id).at("/result/downloadUrl").isNull()).isTrue();

        examples.step(id, new JobEvent.LocksGranted());
        examples.step(id, new JobEvent.TaskReleased(task));
        examples.step(id, new JobEvent.TaskClaimed(task, 1, new SessionId("s")));
        examples.step(
                id,
                new JobEvent.TaskCompleted(
                        task,
                        1,
                        new Progress(0, 0L),
                        Counts.NONE,
                        JobResult.ofFile(key, 0, 2, "ab12")));

        var job = result(id);
        assertThat(job.at("/fileKey").asString()).isEqualTo(key);
        assertThat(job.at("/result/fileKey").asString()).isEqualTo(key);
        assertThat(job.at("/result/itemCount").asLong()).isZero();
        assertThat(job.at("/result/sizeInBytes").asLong()).isEqualTo(2);
        assertThat(job.at("/result/checksumSha256").asString()).isEqualTo("ab12");
        assertThat(job.at("/result/downloadUrlExpiresAt").asString()).endsWith("Z");
        var url = URI.create(job.at("/result/downloadUrl").asString());
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("[]");
        }

        var later = Instant.now().plusSeconds(1);
        var file = files.unusedSince(where.organization(), later, null, 1).getFirst();
        assertThat(files.startRemoving(file, later, later)).isTrue();
        job = result(id);
        assertThat(job.at("/result/fileKey").asString()).isEqualTo(key);
        assertThat(job.at("/result/downloadUrl").isNull()).isTrue();
    }

    private static tools.jackson.databind.JsonNode result(String id) {
        return examples.client()
                .ask(
                        """
                        { job(id: "%s") { fileKey result { fileKey downloadUrl downloadUrlExpiresAt
                          sizeInBytes checksumSha256 itemCount } } }\
                        """
                                .formatted(id))
                .data("/job");
    }
}
