package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.SearchIndex;
import codex.jobs.acceptance.platform.RunningPlatform;
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
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void anEnvironmentLivesItsLifeThoughWorkersDie(@TempDir Path folder) {
        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
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
            assertThat(entries(platform, target)).isEqualTo(ARTICLES);

            imported(demo, Articles.array(folder, "second", 500));
            var other = new JobsClient(platform.api(), "codex-exp", "cxk_demo_local");
            imported(other, Articles.array(folder, "own", 300));
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            var sync =
                    demo.data(published("sync-environment-job"), Map.of("target", target))
                            .get("syncEnvironmentJob")
                            .get("job");
            JobWatch.untilProcessed(demo, id(sync), 1_000, PATIENCE);
            platform.kill("WORKER");
            var synced = completed(demo, sync).get("summary");
            assertThat(messages(demo, sync))
                    .contains("Synced 12500 entries (500 created, 0 updated, 300 deleted)");
            assertThat(synced.get("created").asLong()).isEqualTo(500);
            assertThat(synced.get("deleted").asLong()).isEqualTo(300);
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 500);

            assertThat(demo.rollback(id(sync))).isEqualTo(id(sync));
            assertThat(messages(demo, sync))
                    .anyMatch(message ->
                            message.startsWith("Rolled back by ")
                                    && message.endsWith("has again what it had before the sync"));
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);

            var deletion =
                    demo.data(published("delete-environment-job"), Map.of("environment", target))
                            .get("deleteEnvironmentJob");
            assertThat(environment(demo, "codex-exp").isNull()).isTrue();
            completed(demo, deletion);
            demo.rollback(id(deletion));
            assertThat(environment(demo, "codex-exp").get("id").asString()).isEqualTo(target);
            assertThat(entries(platform, target)).isEqualTo(ARTICLES + 300);
            assertThat(entries(platform, "main")).isEqualTo(ARTICLES + 500);
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
