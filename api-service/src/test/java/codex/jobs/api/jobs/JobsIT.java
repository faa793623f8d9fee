package codex.jobs.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.SessionId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String JOB =
            """
            query($id: String!) { job(id: $id) {
              id name type fileKey status recurringJobId finishedAt outcome attempt dryRun
              scheduledTime startedAt createdAt updatedAt
              createdBy { id userName email firstName lastName displayName avatarUrl isApiKey } updatedBy { id }
              baseEnvironment { id alias }
              summary {
                totalLogs totalErrors totalWarnings elapsedTime startedAt
                created updated deleted skipped failed
              }
              progress { processed total percent }
              error { code message taskId retryable }
              result { itemCount sizeInBytes errorReportUrl }
              tasks { id order status attempt progress { processed } error { code } }
              logs { total offset limit items { id } }
            } }\
            """;

    private static Examples examples;

    @BeforeAll
    static void anOrganization() {
        examples = Examples.in(api, "jobs");
    }

    @Test
    void aJobThatHasNotRunHasNoSummary() {
        var job = examples.client().ask(JOB, Map.of("id", examples.aJob())).data("/job");

        assertThat(job.path("summary").isNull()).isTrue();
        assertThat(job.path("progress").isNull()).isTrue();
        assertThat(job.path("outcome").isNull()).isTrue();
        assertThat(job.path("recurringJobId").isNull()).isTrue();
        assertThat(job.path("createdBy").toString())
                .isEqualTo(
                        """
                        {"id":"user-jobs","userName":"ann","email":"ann@example.org",\
                        "firstName":"Ann","lastName":"Archer","displayName":"Ann",\
                        "avatarUrl":"https://example.org/ann.png","isApiKey":false}\
                        """);
        assertThat(job.at("/baseEnvironment/alias").asString()).isEqualTo("main");
        assertThat(job.path("attempt").asInt()).isEqualTo(1);
        assertThat(job.at("/logs/limit").asInt()).isEqualTo(50);
    }

    @Test
    void aJobThatHasEndedTellsWhatItDid() throws Exception {
        var id = examples.aJob();
        var task = examples.stored(id).tasks().getFirst().id();
        var counts = new Counts(3, 2, 0, 1, 4, 12, 1, 4);
        api.get(BlobStore.class)
                .put(
                        new BlobKey(examples.organization(), "reports/r.ndjson"),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "application/x-ndjson");
        examples.step(id, new JobEvent.LocksGranted());
        examples.step(id, new JobEvent.TaskReleased(task));
        examples.step(id, new JobEvent.TaskClaimed(task, 1, new SessionId("s")));
        examples.step(
                id,
                new JobEvent.TaskCheckpointed(
                        task, 1, new Checkpoint(1, Map.of()), new Progress(5, 10L), counts));
        var running = examples.client().ask(JOB, Map.of("id", id)).data("/job");
        assertThat(running.at("/progress/percent").asInt()).isEqualTo(50);
        assertThat(running.at("/status").asString()).isEqualTo("ACTIVE");
        examples.step(
                id,
                new JobEvent.TaskCompleted(
                        task,
                        1,
                        new Progress(10, 10L),
                        counts,
                        JobResult.ofInput("reports/r.ndjson", 10L, 2L)));

        var job = examples.client().ask(JOB, Map.of("id", id)).data("/job");

        assertThat(job.at("/summary/created").asInt()).isEqualTo(3);
        assertThat(job.at("/summary/totalErrors").asInt()).isEqualTo(4);
        assertThat(job.at("/summary/elapsedTime").asString()).matches("PT[0-9.]+S");
        assertThat(job.at("/result/itemCount").asInt()).isEqualTo(10);
        var report = URI.create(job.at("/result/errorReportUrl").asString());
        var answer =
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(report).build(), BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "100,100", "101,100", "2147483647,100"})
    void theLimitIsClampedAndEchoed(int asked, int effective) {
        var page = examples.client().ask("{ jobs(limit: " + asked + ") { limit offset } }");

        assertThat(page.data("/jobs/limit").asInt()).isEqualTo(effective);
    }

    @Test
    void whatIsNegativeIsRefused() {
        assertThat(examples.client().ask("{ jobs(offset: -1, limit: -5) { total } }").refusals())
                .containsExactly("BAD_USER_INPUT offset", "BAD_USER_INPUT limit");
    }

    @Test
    void jobsAreFoundByWhatIsKnownOfThem() {
        var id = examples.aJob();
        var found =
                examples.client()
                        .ask(
                                "{ jobs(filter: {ids: [\""
                                        + id
                                        + "\"], types: [IMPORT_ENTRIES],"
                                        + " statuses: [PENDING], search: \"impo\","
                                        + " createdFrom: \"2020-01-01T00:00:00Z\"},"
                                        + " sort: [{field: NAME}]) { total items { id } } }");

        assertThat(found.data("/jobs/items/0/id").asString()).isEqualTo(id);
        assertThat(found.data("/jobs/total").asInt()).isEqualTo(1);
        assertThat(
                        examples.client()
                                .ask(
                                        "{ jobs(filter: {ids: [\"a/b\"], environmentId: \"?\"}) { total } }")
                                .refusals())
                .containsExactly(
                        "BAD_USER_INPUT filter.ids", "BAD_USER_INPUT filter.environmentId");
    }
}
