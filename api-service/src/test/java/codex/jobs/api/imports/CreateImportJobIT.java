package codex.jobs.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.files.KeptFile;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.UploadStore;
import com.mongodb.client.MongoClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateImportJobIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String MUTATION =
            """
            mutation($input: CreateImportJobInput!) {
              createImportJob(createJobInput: $input) {
                id name type fileKey status
                tasks { id consoleAppName displayName status type runAt order attempt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static Client client;

    @BeforeAll
    static void aFile() {
        client = api.organization("imports");
        api.get(BlobStore.class)
                .put(
                        new BlobKey(new OrganizationId("imports"), "assets/file.json"),
                        "[]".getBytes(UTF_8),
                        "application/json");
    }

    private static Answer create(Object... input) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("jobName", "Import");
        fields.put("fileKey", "assets/file.json");
        fields.put("jobType", "IMPORT_ENTRIES");
        for (var index = 0; index < input.length; index += 2) {
            fields.put((String) input[index], input[index + 1]);
        }
        return client.ask(MUTATION, Map.of("input", fields));
    }

    @Test
    void answersTheJobWithAllItsTasksPlanned() {
        var job = create().data("/createImportJob");

        assertThat(job.at("/id").asString()).matches("[A-Z0-9]{26}");
        assertThat(job.at("/status").asString()).isEqualTo("PENDING");
        assertThat(job.at("/tasks").valueStream().map(task -> task.at("/type").asString()))
                .containsExactly(
                        "PROCESS_ENTRIES", "REINDEX_ENTRIES", "REINDEX_URLS", "REINDEX_TAGS");
        assertThat(job.at("/createdAt").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(job.at("/tasks/0/runAt")).isEqualTo(job.at("/createdAt"));
        assertThat(job.at("/tasks/1/runAt").isNull()).isTrue();
        assertThat(job.at("/createdBy").asString()).isEqualTo("user-imports");
        assertThat(job.at("/updatedAt").isNull()).isTrue();
    }

    private static String input(String value) {
        return "createJobInput." + value;
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        var answer =
                create(
                        "jobName", " ",
                        "jobType", "EXPORT_ENTRIES",
                        "fileKey", "no/such/file.json",
                        "scheduledTime", "2999-01-01T00:00:00Z",
                        "maxErrors", -1,
                        "siteId", "",
                        "idempotencyKey", "x".repeat(257));

        assertThat(answer.refusals())
                .containsExactly(
                        "BAD_USER_INPUT " + input("jobName"),
                        "INVALID_JOB_TYPE " + input("jobType"),
                        "BAD_USER_INPUT " + input("scheduledTime"),
                        "BAD_USER_INPUT " + input("siteId"),
                        "BAD_USER_INPUT " + input("idempotencyKey"),
                        "BAD_USER_INPUT " + input("maxErrors"),
                        "FILE_NOT_FOUND " + input("fileKey"));
        assertThat(answer.json().path("data").isNull()).isTrue();
    }

    @Test
    void namesHaveUpTo256Characters() {
        assertThat(create("jobName", "x".repeat(256)).errors()).isEmpty();
        assertThat(create("jobName", "x".repeat(257)).codes()).containsExactly("BAD_USER_INPUT");
    }

    @Test
    void anImportOfAssetsHasItsOwnTasks() {
        var job = create("jobType", "IMPORT_ASSETS", "maxErrors", 3).data("/createImportJob");

        assertThat(job.at("/tasks").valueStream().map(task -> task.at("/type").asString()))
                .containsExactly("PROCESS_ASSETS", "REINDEX_GENERAL");
        assertThat(
                        api.get(JobStore.class)
                                .find(
                                        new OrganizationId("imports"),
                                        new JobId(job.at("/id").asString()))
                                .orElseThrow()
                                .spec())
                .isEqualTo(
                        new JobSpec.ImportAssets(
                                "assets/file.json", ImportConflictMode.UPSERT, false, 3));
    }

    @Test
    void assetsBelongToNoSiteAndNoModel() {
        assertThat(create("jobType", "IMPORT_ASSETS", "siteId", "site1", "model", "m1").refusals())
                .containsExactlyInAnyOrder(
                        "BAD_USER_INPUT " + input("siteId"), "BAD_USER_INPUT " + input("model"));
    }

    @Test
    void theFileOfAnUploadStaysFromNowOnOnceAJobIsCreatedWithItAndCannotBeUsedOnceItGoes() {
        var uploads = api.get(UploadStore.class);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var used = anUpload(now.minusSeconds(7_200));
        var going = anUpload(now.minusSeconds(7_200));
        assertThat(uploads.startRemoving(going, now.minusSeconds(3_600), now)).isTrue();

        assertThat(create("fileKey", used.key()).refusals()).isEmpty();
        assertThat(create("fileKey", going.key()).refusals())
                .containsExactly("FILE_NOT_FOUND " + input("fileKey"));

        assertThat(uploads.startRemoving(used, now.minusSeconds(3_600), now)).isFalse();
    }

    private static Upload anUpload(Instant then) {
        var id = UUID.randomUUID().toString();
        var upload =
                new Upload(
                        id,
                        new OrganizationId("imports"),
                        "uploads/" + id + "/a.json",
                        "a.json",
                        2,
                        8 << 20,
                        null,
                        null,
                        Upload.Status.COMPLETED,
                        Actor.named("ann", false, "ann", "Ann"),
                        then,
                        then,
                        then);
        api.get(UploadStore.class).insert(upload);
        api.get(BlobStore.class)
                .put(new BlobKey(upload.organization(), upload.key()), "[]".getBytes(UTF_8), null);
        return upload;
    }

    @Test
    void theFileOfAnExportStaysFromNowOnOnceAJobIsCreatedWithItAndCannotBeUsedOnceItGoes() {
        var files = api.get(KeptFileStore.class);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var used = anExport("used", now.minusSeconds(7_200));
        var going = anExport("going", now.minusSeconds(7_200));
        assertThat(files.startRemoving(going, now.minusSeconds(3_600), now)).isTrue();

        assertThat(create("fileKey", used.key()).refusals()).isEmpty();
        assertThat(create("fileKey", going.key()).refusals())
                .containsExactly("FILE_NOT_FOUND " + input("fileKey"));

        assertThat(files.startRemoving(used, now.minusSeconds(3_600), now)).isFalse();
    }

    private static KeptFile anExport(String name, Instant finishedAt) {
        var files = api.get(KeptFileStore.class);
        var organization = new OrganizationId("imports");
        var key = new BlobKey(organization, "exports/" + name + "/entries.json");
        api.get(BlobStore.class).put(key, "[]".getBytes(UTF_8), null);
        files.finish(key, new JobId(name), finishedAt);
        return files.unusedSince(organization, Instant.now(), null, 100).stream()
                .filter(file -> file.key().equals(key.path()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../imports-other/file.json",
                "orgs/imports-other/file.json",
                "/assets/file.json",
                "assets/../../x",
                "assets"
            })
    void aKeyOutsideTheOrganizationIsAnsweredLikeOneThatDoesNotExist(String key) {
        assertThat(create("fileKey", key).refusals())
                .containsExactly("FILE_NOT_FOUND " + input("fileKey"));
    }

    @Test
    void withoutAKeyTheFileIsMissed() {
        assertThat(create("fileKey", "").codes()).containsExactly("FILE_KEY_REQUIRED");
    }

    @Test
    void aTimeThatIsOverMeansAtOnceAndIsLogged() {
        var job = create("scheduledTime", "2024-05-14T10:00:00Z").data("/createImportJob");
        var id = job.path("id").asString();

        assertThat(job.at("/tasks/0/runAt")).isEqualTo(job.path("createdAt"));
        var logs = client.ask("{ jobTaskLogs(jobId: \"" + id + "\") { items { type message } } }");
        assertThat(logs.data("/jobTaskLogs/items/0/type").asString()).isEqualTo("INFO");
    }

    @Test
    void aTimeToComeIsKept() {
        var time = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var job = create("scheduledTime", time.toString()).data("/createImportJob");

        assertThat(job.at("/tasks/0/runAt").asString())
                .isEqualTo(time.toString().replace("Z", ".000Z"));
    }

    @Test
    void theSameKeyWithTheSameInputIsTheSameJob() {
        var first = create("idempotencyKey", "k1").data("/createImportJob/id");

        assertThat(create("idempotencyKey", "k1").data("/createImportJob/id")).isEqualTo(first);
        assertThat(create("idempotencyKey", "k1", "maxErrors", 1).refusals())
                .containsExactly("IDEMPOTENCY_CONFLICT " + input("idempotencyKey"));
        assertThat(create("idempotencyKey", "k2").data("/createImportJob/id")).isNotEqualTo(first);
    }

    @Test
    void whatIsAskedIsWhatTheJobWillDo() {
        var id =
                create("dryRun", true, "conflictMode", "CREATE_ONLY", "maxErrors", 7)
                        .data("/createImportJob/id")
                        .asString();
        var job =
                api.get(JobStore.class)
                        .find(new OrganizationId("imports"), new JobId(id))
                        .orElseThrow();

        assertThat(job.spec())
                .isEqualTo(
                        new JobSpec.ImportEntries(
                                "assets/file.json",
                                ImportConflictMode.CREATE_ONLY,
                                true,
                                null,
                                null,
                                7));
    }

    @Test
    void nothingIsImportedIntoAnEnvironmentThatIsNotReady() {
        api.environment("imports", "young", EnvironmentStatus.CREATING);
        var document =
                """
                mutation { createImportJob(createJobInput: {
                  jobName: "Import" fileKey: "assets/file.json" jobType: IMPORT_ENTRIES
                }) { id } }\
                """;

        assertThat(client.at("young").ask(document).refusals())
                .containsExactly("ENVIRONMENT_NOT_READY createJobInput");
    }

    @Test
    void siteAndModelMustBeThere() {
        var content = api.get(MongoClient.class).getDatabase("org_imports");
        content.getCollection("env-main.g1.sites")
                .insertMany(
                        List.of(
                                new Document("_id", "site1").append("status", "READY"),
                                new Document("_id", "young").append("status", "CREATING")));
        content.getCollection("env-main.g1.models")
                .insertMany(
                        List.of(
                                new Document("_id", "m1").append("alias", "article"),
                                new Document("_id", "m2")
                                        .append("alias", "gone")
                                        .append("status", 2)));

        assertThat(create("siteId", "site1", "model", "Article").errors()).isEmpty();
        assertThat(create("siteId", "site1", "model", "m1").errors()).isEmpty();
        assertThat(create("siteId", "young", "model", "gone").refusals())
                .containsExactly(
                        "SITE_NOT_FOUND " + input("siteId"), "MODEL_NOT_FOUND " + input("model"));
        assertThat(create("siteId", "nowhere", "model", "art.cle").refusals())
                .containsExactly(
                        "SITE_NOT_FOUND " + input("siteId"), "MODEL_NOT_FOUND " + input("model"));
    }
}
