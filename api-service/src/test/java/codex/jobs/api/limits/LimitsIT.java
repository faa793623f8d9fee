package codex.jobs.api.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.jobs.JobStore;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each limit: refused with its code, of one organization only, and changed without a restart.
class LimitsIT {

    @RegisterExtension static final Api api = Api.usual();

    private static Answer create(Client client, String key) {
        return client.ask(
                """
                mutation($key: String) { createImportJob(createJobInput: {
                  jobName: "Import" fileKey: "file.json" jobType: IMPORT_ENTRIES
                  idempotencyKey: $key }) { id } }\
                """,
                Map.of("key", key));
    }

    private static Answer upload(Client client, long size) {
        return client.ask(
                """
                mutation($size: Long!) {
                  initFileUpload(initFileUploadInput: { name: "a.json" size: $size }) {
                    uploadId key
                  } }\
                """,
                Map.of("size", size));
    }

    private static void awaitAccepted(java.util.concurrent.Callable<Answer> request) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> request.call().errors().isEmpty());
    }

    @Test
    void moreUnfinishedJobsThanAllowedAreRefusedUntilTheLimitIsRaised() {
        Limited.set(api, "few-jobs", "queuedJobs", 2);
        var few = Examples.in(api, "few-jobs");
        var others = Examples.in(api, "many-jobs");
        var first = create(few.client(), "1").data("/createImportJob/id");
        create(few.client(), "2").data("/createImportJob/id");

        var refused = create(few.client(), "3");

        assertThat(refused.codes()).containsExactly("QUOTA_EXCEEDED");
        var extensions = refused.errors().getFirst().path("extensions");
        assertThat(extensions.path("retryAfterSeconds").asInt()).isEqualTo(5);
        assertThat(extensions.path("retryable").asBoolean()).isTrue();
        // what was created before can be asked for again
        assertThat(create(few.client(), "1").data("/createImportJob/id")).isEqualTo(first);
        create(others.client(), "1").data("/createImportJob/id");

        Limited.set(api, "few-jobs", "queuedJobs", 3);
        awaitAccepted(() -> create(few.client(), "3"));
        assertThat(create(few.client(), "4").codes()).containsExactly("QUOTA_EXCEEDED");
    }

    @Test
    void aJobThatIsOverMakesRoom() {
        Limited.set(api, "one-job", "queuedJobs", 1);
        var ours = Examples.in(api, "one-job");
        var job = ours.aJob();
        assertThat(create(ours.client(), "2").codes()).containsExactly("QUOTA_EXCEEDED");

        ours.step(job, new JobEvent.CancelRequested(ours.stored(job).createdBy()));

        awaitAccepted(() -> create(ours.client(), "2"));
    }

    @Test
    void aJobThatIsTriedAgainNeedsRoomToo() {
        Limited.set(api, "no-retry", "queuedJobs", 1);
        var ours = Examples.in(api, "no-retry");
        var job = ours.aJob();
        ours.step(job, new JobEvent.LocksGranted());
        ours.step(job, new JobEvent.CancelRequested(ours.stored(job).createdBy()));
        ours.step(job, new JobEvent.Settled());
        awaitAccepted(() -> create(ours.client(), "2"));
        var retry = "mutation { retryJob(jobId: \"" + job + "\") { job { attempt } } }";

        assertThat(ours.client().ask(retry).refusals()).containsExactly("QUOTA_EXCEEDED jobId");

        Limited.set(api, "no-retry", "queuedJobs", 2);
        awaitAccepted(() -> ours.client().ask(retry));
        assertThat(ours.stored(job).attempt()).isEqualTo(2);
    }

    @Test
    void moreEnvironmentsThanAllowedAreRefusedUntilTheLimitIsRaised() {
        Limited.set(api, "one-environment", "environments", 1);
        var client = api.organization("one-environment");
        var create =
                """
                mutation { createEnvironmentJob(createJobInput: {
                  jobName: "Copy" baseEnvironmentId: "env-main" newEnvironmentAlias: "copy"
                  newEnvironmentDisplayName: "Copy" }) { id } }\
                """;

        var refused = client.ask(create);

        assertThat(refused.refusals()).containsExactly("QUOTA_EXCEEDED createJobInput");
        assertThat(refused.errors().getFirst().at("/extensions/retryAfterSeconds").asInt())
                .isEqualTo(60);

        Limited.set(api, "one-environment", "environments", 2);
        awaitAccepted(() -> client.ask(create));
    }

    @Test
    void moreBytesThanAllowedAreRefusedUntilSomeAreGivenUpOrTheLimitIsRaised() {
        Limited.set(api, "few-bytes", "uploadBytes", 100);
        var few = api.organization("few-bytes");
        var others = api.organization("many-bytes");
        var first = upload(few, 60).data("/initFileUpload");

        var refused = upload(few, 41);

        assertThat(refused.refusals()).containsExactly("QUOTA_EXCEEDED initFileUploadInput.size");
        assertThat(refused.errors().getFirst().at("/extensions/retryAfterSeconds").asInt())
                .isEqualTo(60);
        upload(few, 40).data("/initFileUpload/uploadId");
        upload(others, 1_000).data("/initFileUpload/uploadId");

        few.ask(
                        """
                        mutation($id: String!, $key: String!) {
                          abortFileUpload(uploadId: $id, key: $key) { success } }\
                        """,
                        Map.of(
                                "id",
                                first.path("uploadId").asString(),
                                "key",
                                first.path("key").asString()))
                .data("/abortFileUpload/success");
        upload(few, 60).data("/initFileUpload/uploadId");
        Limited.set(api, "few-bytes", "uploadBytes", 200);
        awaitAccepted(() -> upload(few, 100));
    }

    @Test
    void moreRequestsThanAllowedAreRefusedWithTheTimeToWait() throws Exception {
        Limited.set(api, "slowly", "requestsPerSecond", 5);
        var slowly = api.organization("slowly");
        var others = api.organization("quickly");
        var answers = new ArrayList<HttpResponse<String>>();
        for (var number = 0; number < 30; number++) {
            answers.add(raw(slowly));
            others.ask("{ environments { id } }").data("/environments");
        }

        var refused = answers.stream().filter(answer -> answer.statusCode() != 200).toList();

        assertThat(refused).isNotEmpty().hasSizeLessThan(26);
        assertThat(refused)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(429);
                    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                    assertThat(answer.headers().firstValue("Content-Type"))
                            .contains("application/graphql-response+json");
                    var error = Client.JSON.readTree(answer.body()).at("/errors/0");
                    assertThat(error.at("/extensions/code").asString()).isEqualTo("RATE_LIMITED");
                    assertThat(error.at("/extensions/retryAfterSeconds").asInt()).isEqualTo(1);
                });

        Limited.set(api, "slowly", "requestsPerSecond", 1_000);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    for (var number = 0; number < 30; number++) {
                        if (raw(slowly).statusCode() != 200) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static HttpResponse<String> raw(Client client) throws Exception {
        var request =
                client.request("Accept", "application/graphql-response+json")
                        .POST(BodyPublishers.ofString("{\"query\":\"{ environments { id } }\"}"))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void anyKeySeesTheLimitsAndWhatIsUsedOfThem() {
        Limited.set(api, "seeing", "queuedJobs", 7);
        api.organization("seeing");
        var viewer = api.client("seeing", Role.VIEWER);
        var editor = api.client("seeing", Role.EDITOR);
        var id = new OrganizationId("seeing");
        api.get(BlobStore.class)
                .put(new BlobKey(id, "file.json"), "[]".getBytes(UTF_8), "application/json");
        create(editor, "1").data("/createImportJob/id");
        upload(editor, 50).data("/initFileUpload");

        var seen =
                viewer.ask(
                                """
                                { organization { id displayName
                                  limits { weight activeJobs queuedJobs environments uploadBytes
                                    requestsPerSecond }
                                  usage { activeJobs queuedJobs environments uploadBytes } } }\
                                """)
                        .data("/organization");

        assertThat(seen.path("id").asString()).isEqualTo("seeing");
        assertThat(seen.path("limits").toString())
                .isEqualTo(
                        "{\"weight\":1,\"activeJobs\":50,\"queuedJobs\":7,\"environments\":20,"
                                + "\"uploadBytes\":1099511627776,\"requestsPerSecond\":1000}");
        assertThat(seen.path("usage").toString())
                .isEqualTo(
                        "{\"activeJobs\":0,\"queuedJobs\":1,\"environments\":1,\"uploadBytes\":50}");
        assertThat(api.get(JobStore.class).countUnfinished(id)).isOne();
    }
}
