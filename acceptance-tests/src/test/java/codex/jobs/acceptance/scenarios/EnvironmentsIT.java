package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.Exports;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.SearchIndex;
import codex.jobs.acceptance.platform.RunningPlatform;
import codex.jobs.acceptance.platform.StoredEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An environment of the demo organization is created, synced and deleted, by operations in the
/// words of the published inputs and payloads; its workers are killed in the middle.
class EnvironmentsIT {

    private static final int ARTICLES = 12_000;

    /// Long enough to undo a deletion, short enough to wait for its end.
    private static final Duration GRACE = Duration.ofSeconds(20);

    /// As cancelled jobs end.
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void anEnvironmentLivesItsLifeThoughWorkersDie(@TempDir Path folder) {
        var settings = Map.of("CODEX_JOBS_DELETED_RETENTION", GRACE.toSeconds() + "s");
        try (var platform = RunningPlatform.start(folder.resolve("data"), settings)) {
            var demo = platform.demo();
            imported(demo, Articles.array(folder, "first", ARTICLES));

            var created = demo.data(published("create-environment-job"), Map.of());
            var creation = created.get("createEnvironmentJob");
            assertThat(creation.get("type").asString()).isEqualTo("CREATE_ENVIRONMENT");
            assertThat(creation.get("tasks"))
                    .extracting(task -> task.get("type").asString())
                    .containsExactly("CLONE_DATABASE_DATA", "CLONE_INDEXED_DATA");
            JobWatch.untilProcessed(demo, id(creation), 1_000, PATIENCE);
            platform.kill("WORKER");
            var over = completed(demo, creation);
            assertThat(attempts(over)).isGreaterThan(2);
            assertThat(messages(demo, creation)).contains("Cloned " + ARTICLES + " entries");
            var environment = environment(demo, "codex-exp");
            assertThat(environment.get("status").asString()).isEqualTo("READY");
            var target = environment.get("id").asString();
            var other = new JobsClient(platform.api(), "codex-exp", "cxk_demo_local");
            assertThat(entries(platform, target)).isEqualTo(ARTICLES);
            assertThat(Exports.all(other)).hasSize(ARTICLES).isEqualTo(Exports.all(demo));

            imported(demo, Articles.array(folder, "second", 500));
            imported(other, Articles.array(folder, "own", 300));
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            var own = Exports.all(other);
            cancelledInTheMiddle(demo, sync(demo, target));
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            assertThat(Exports.all(other)).isEqualTo(own);
            try (var stored = new StoredEnvironment(platform, target)) {
                await("what the sync had begun is dropped")
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(stored.collections())
                                        .isNotEmpty()
                                        .allMatch(name -> name.startsWith(target + ".g1.")));
            }

            // its environments are free
            var sync = sync(demo, target);
            JobWatch.untilProcessed(demo, id(sync), 1_000, PATIENCE);
            platform.kill("WORKER");
            over = completed(demo, sync);
            assertThat(attempts(over)).isGreaterThan(2);
            var synced = over.get("summary");
            assertThat(messages(demo, sync))
                    .contains("Synced 12500 entries (500 created, 0 updated, 300 deleted)");
            assertThat(synced.get("created").asLong()).isEqualTo(500);
            assertThat(synced.get("deleted").asLong()).isEqualTo(300);
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 500);
            assertThat(Exports.all(other)).hasSize(ARTICLES + 500).isEqualTo(Exports.all(demo));

            assertThat(demo.rollback(id(sync))).isEqualTo(id(sync));
            assertThat(messages(demo, sync))
                    .anyMatch(message ->
                            message.startsWith("Rolled back by ")
                                    && message.endsWith("has again what it had before the sync"));
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            assertThat(Exports.all(other)).isEqualTo(own);

            var deletion = deleted(demo, target);
            demo.rollback(id(deletion));
            assertThat(environment(demo, "codex-exp").get("id").asString()).isEqualTo(target);
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            assertThat(Exports.all(other)).isEqualTo(own);

            var base = Exports.all(demo);
            deletion = deleted(demo, target);
            nothingIsLeftAlthoughTheWorkerDies(platform, target);
            var answer =
                    demo.send(
                            "mutation($id: String!) { rollbackJob(jobId: $id) { job { id } } }",
                            Map.of("id", id(deletion)));
            assertThat(answer.at("/errors/0/extensions/code").asString())
                    .isEqualTo("JOB_NOT_ROLLBACKABLE");
            assertThat(demo.job(id(deletion))).isPresent();
            assertThat(entries(platform, "main")).isEqualTo(ARTICLES + 500);
            assertThat(Exports.all(demo)).isEqualTo(base);
        }
    }

    private static JsonNode sync(JobsClient demo, String target) {
        return demo.data(published("sync-environment-job"), Map.of("target", target))
                .get("syncEnvironmentJob")
                .get("job");
    }

    private static void cancelledInTheMiddle(JobsClient demo, JsonNode job) {
        JobWatch.untilProcessed(demo, id(job), 1_000, PATIENCE);
        demo.data(
                "mutation($id: String!) { cancelJob(jobId: $id) { job { id } } }",
                Map.of("id", id(job)));
        var over = JobWatch.untilOver(demo, id(job), SOON);
        assertThat(over.get("outcome").asString()).isEqualTo("CANCELLED");
    }

    private static JsonNode deleted(JobsClient demo, String environment) {
        var job =
                demo.data(published("delete-environment-job"), Map.of("environment", environment))
                        .get("deleteEnvironmentJob");
        assertThat(environment(demo, "codex-exp").isNull()).isTrue();
        return completed(demo, job);
    }

    /// It dies when it has begun to drop the environment.
    private static void nothingIsLeftAlthoughTheWorkerDies(RunningPlatform platform, String id) {
        try (var stored = new StoredEnvironment(platform, id)) {
            var indices = stored.indices().size();
            assertThat(indices).isGreaterThanOrEqualTo(4);
            assertThat(stored.collections()).contains(id + ".g1.entries");
            await("the first index is dropped")
                    .atMost(GRACE.plus(PATIENCE))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> stored.indices().size() < indices);
            platform.kill("WORKER");
            await("the environment is dropped").atMost(PATIENCE).until(() -> !stored.isListed());
            assertThat(stored.indices()).isEmpty();
            assertThat(stored.collections()).isEmpty();
        }
    }

    private static void imported(JobsClient client, Path file) {
        var job = client.importEntries(client.upload(file), Map.of());
        var over = JobWatch.untilOver(client, job, PATIENCE);
        assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED");
    }

    private static String id(JsonNode job) {
        return job.get("id").asString();
    }

    private static JsonNode completed(JobsClient demo, JsonNode job) {
        var over = JobWatch.untilOver(demo, id(job), PATIENCE);
        assertThat(over.get("outcome").asString()).as(over.toString()).isEqualTo("SUCCEEDED");
        return over;
    }

    private static int attempts(JsonNode job) {
        return job.get("tasks").valueStream().mapToInt(task -> task.get("attempt").asInt()).sum();
    }

    private static Iterable<String> messages(JobsClient demo, JsonNode job) {
        return demo.logs(id(job)).stream().map(line -> line.get("message").asString()).toList();
    }

    private static JsonNode environment(JobsClient demo, String alias) {
        return demo.data(
                        "query($alias: String) { environment(alias: $alias) { id status } }",
                        Map.of("alias", alias))
                .get("environment");
    }

    private static long entries(RunningPlatform platform, String environment) {
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        return new SearchIndex(opensearch, "demo." + environment + ".entries").count();
    }

    private static String published(String name) {
        var file = "/published/" + name + ".graphql";
        try (var in = Objects.requireNonNull(EnvironmentsIT.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
