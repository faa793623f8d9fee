package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.WebhookReceiver;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.guarantees.NothingDoubled;
import codex.jobs.acceptance.guarantees.SignedAsDocumented;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An import is cancelled in the middle, goes on later, and services die meanwhile; a webhook is
/// told all of it.
class CancelAndRetryIT {

    private static final int ITEMS = 10_000;
    private static final int EVERY_NTH_IS_BROKEN = 100;
    private static final int BROKEN = ITEMS / EVERY_NTH_IS_BROKEN;
    private static final int CREATED_WHILE_DYING = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final String later =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(30)).toString();
    private static final Duration SOON = Duration.ofSeconds(3);

    /// Receivers on this machine, and short pauses.
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "CODEX_JOBS_API_WEBHOOKS_ALLOW_HTTP", "true",
                    "CODEX_JOBS_API_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.1/32",
                    "CODEX_JOBS_API_WEBHOOKS_FIRST_PAUSE", "3s",
                    "CODEX_JOBS_API_WEBHOOKS_FACTOR", "1",
                    "CODEX_JOBS_API_WEBHOOKS_TRIES", "20");

    @Test
    void cancelledImportFreesItsEnvironmentAndGoesOnWithoutLossOrDoubling(@TempDir Path folder)
            throws IOException {
        var file = Articles.arrayWithErrors(folder, "cancelled", ITEMS, EVERY_NTH_IS_BROKEN);
        var small = Articles.array(folder, "small", 10);
        try (var receiver = new WebhookReceiver();
                var platform = RunningPlatform.start(folder.resolve("data"), SETTINGS)) {
            var demo = platform.demo();
            receiver.answer(503);
            var secret = webhook(demo, receiver.address());
            var job = demo.importEntries(demo.upload(file), Map.of());
            var waiting = demo.importEntries(demo.upload(small), Map.of());

            JobWatch.untilProcessed(demo, job, 1_000, PATIENCE);
            cancel(demo, job);
            var cancelled = JobWatch.untilOver(demo, job, SOON);
            assertThat(cancelled.get("status").asString()).isEqualTo("FAILED");
            assertThat(cancelled.get("outcome").asString()).isEqualTo("CANCELLED");
            assertThat(cancelled.at("/error/message").asString()).endsWith(": wrong file");
            var done = cancelled.at("/tasks/0/progress/processed").asLong();
            assertThat(done).isLessThan(ITEMS);
            assertThat(JobWatch.untilOver(demo, waiting, PATIENCE).get("status").asString())
                    .as("its environment is free")
                    .isEqualTo("COMPLETED");

            receiver.answer(200);
            retry(demo, job, false);
            JobWatch.untilProcessed(demo, job, done + 1_000, PATIENCE);
            platform.kill("SCHEDULER");
            platform.kill("WORKER");
            var over = JobWatch.untilOver(demo, job, PATIENCE);
            assertThat(over.get("status").asString()).isEqualTo("COMPLETED");
            assertThat(over.get("attempt").asInt()).isEqualTo(2);
            assertExactly(over);
            NothingDoubled.inTheLogOf(job, demo, BROKEN);
            assertThat(demo.logs(job))
                    .extracting(line -> line.get("message").asString())
                    .filteredOn(text -> text.startsWith("Cancelled by"))
                    .hasSize(1);

            receiver.answer(503);
            retry(demo, job, true);
            assertExactly(JobWatch.untilOver(demo, job, PATIENCE));
            delete(demo, job);

            auditSurvives(platform, demo, demo.upload(small));

            receiver.answer(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(receiver.events(job))
                                    .containsExactlyInAnyOrder(
                                            "insert",
                                            "start",
                                            "cancel",
                                            "start",
                                            "complete",
                                            "start",
                                            "complete",
                                            "delete"));
            SignedAsDocumented.with(secret, receiver.received().getFirst(), folder);
        }
    }

    /// Its secret.
    private static String webhook(JobsClient client, String url) {
        return client.data(
                        """
                        mutation($url: String!) {
                          createWebhook(input: {name: "Test", url: $url}) { secret }
                        }
                        """,
                        Map.of("url", url))
                .at("/createWebhook/secret")
                .asString();
    }

    private static void delete(JobsClient client, String job) {
        client.data(
                "mutation($id: String!) { deleteJob(jobId: $id) { job { id } } }",
                Map.of("id", job));
    }

    private static void assertExactly(JsonNode job) {
        CountsAddUp.in(job, ITEMS);
        assertThat(job.at("/summary/created").asLong()).isEqualTo(ITEMS - BROKEN);
        assertThat(job.at("/summary/failed").asLong()).isEqualTo(BROKEN);
    }

    private static void cancel(JobsClient client, String job) {
        client.data(
                """
                mutation($id: String!) {
                  cancelJob(jobId: $id, reason: "wrong file") { job { id } }
                }
                """,
                Map.of("id", job));
    }

    private static void retry(JobsClient client, String job, boolean failedItemsOnly) {
        client.data(
                """
                mutation($id: String!, $only: Boolean!) {
                  retryJob(jobId: $id, failedItemsOnly: $only) { job { id } }
                }
                """,
                Map.of("id", job, "only", failedItemsOnly));
    }

    /// The api dies while jobs are created: each job that exists has its record, and asking again
    /// with the same key makes no second one.
    private void auditSurvives(RunningPlatform platform, JobsClient demo, String file) {
        var ids = new HashSet<String>();
        for (var number = 0; number < CREATED_WHILE_DYING; number++) {
            if (number == CREATED_WHILE_DYING / 2) {
                platform.kill("API");
            }
            ids.add(createdSurely(demo, file, "audited-" + number));
        }

        var jobs =
                demo.data(
                                """
                                { jobs(filter: {search: "audited-"}, limit: 100) {
                                  total items { id name }
                                } }
                                """,
                                Map.of())
                        .get("jobs");
        assertThat(jobs.get("total").asInt()).isEqualTo(CREATED_WHILE_DYING);
        assertThat(ids).hasSize(CREATED_WHILE_DYING);
        assertThat(recordedNames(demo))
                .containsAll(
                        IntStream.range(0, CREATED_WHILE_DYING)
                                .mapToObj(number -> "audited-" + number)
                                .toList());
    }

    /// As a careful client does it: the same key until there is an answer.
    private String createdSurely(JobsClient demo, String file, String name) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(
                        () ->
                                demo.importEntries(
                                        file,
                                        Map.of(
                                                "jobName", name,
                                                "scheduledTime", later,
                                                "idempotencyKey", name)),
                        _ -> true);
    }

    private static List<String> recordedNames(JobsClient demo) {
        var records =
                demo.data(
                                """
                                { auditLog(filter: {actions: ["createImportJob"]}, limit: 500) {
                                  items { outcome actor { id } arguments { key value } }
                                } }
                                """,
                                Map.of())
                        .at("/auditLog/items");
        return records.valueStream()
                .flatMap(record -> record.get("arguments").valueStream())
                .filter(argument -> argument.get("key").asString().equals("jobName"))
                .map(argument -> argument.get("value").asString())
                .toList();
    }
}
