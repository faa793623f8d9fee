package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The published example of `createImportJob`, sent to the demo organization as it stands in the
/// documentation, does what it says.
class PublishedExampleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void thePublishedExampleImportsTheArchive(@TempDir Path folder) {
        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
            var demo = platform.demo();

            var answer = sent(demo, example());
            assertThat(answer.get("name").asString()).isEqualTo("Import Assets");
            assertThat(answer.get("type").asString()).isEqualTo("IMPORT_ASSETS");
            assertThat(answer.get("fileKey").asString()).isEqualTo("assets/file.zip");
            assertThat(answer.get("tasks"))
                    .extracting(task -> task.get("type").asString())
                    .containsExactly("PROCESS_ASSETS", "REINDEX_GENERAL");
            assertThat(over(demo, answer)).isEqualTo("COMPLETED SUCCEEDED 2/0/0/0");
            assertThat(demo.logs(answer.get("id").asString()))
                    .noneMatch(line -> line.get("type").asString().equals("ERROR"))
                    .extracting(line -> line.get("message").asString())
                    .contains(
                            "Imported 2 assets (2 created, 0 updated), skipped 0, failed 0",
                            "Indexed 2 assets");
            assertThat(found(platform))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("harbour-mark", "image/svg+xml", "house-style", "text/plain"));

            assertThat(over(demo, sent(demo, example())))
                    .as("again")
                    .isEqualTo("COMPLETED SUCCEEDED 0/2/0/0");
            assertThat(over(demo, sent(demo, example("UPDATE_ONLY"))))
                    .isEqualTo("COMPLETED SUCCEEDED 0/2/0/0");
            assertThat(over(demo, sent(demo, example("CREATE_ONLY"))))
                    .isEqualTo("COMPLETED SUCCEEDED 0/0/2/0");
            assertThat(over(demo, sent(demo, example("REPLACE"))))
                    .isEqualTo("COMPLETED SUCCEEDED 0/2/0/0");
            assertThat(found(platform)).hasSize(2);
        }
    }

    private static JsonNode sent(JobsClient demo, String mutation) {
        return demo.data(mutation, Map.of()).get("createImportJob");
    }

    /// Status, outcome and `created/updated/skipped/failed`.
    private static String over(JobsClient demo, JsonNode created) {
        var job = JobWatch.untilOver(demo, created.get("id").asString(), PATIENCE);
        var summary = job.get("summary");
        return "%s %s %s/%s/%s/%s"
                .formatted(
                        job.get("status").asString(),
                        job.get("outcome").asString(),
                        summary.get("created").asLong(),
                        summary.get("updated").asLong(),
                        summary.get("skipped").asLong(),
                        summary.get("failed").asLong());
    }

    /// The assets that a reader finds, with the type of their bytes.
    private static Map<String, String> found(RunningPlatform platform) {
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        return new SearchIndex(opensearch, "demo.main.general")
                .documents().stream()
                        .collect(
                                Collectors.toMap(
                                        asset -> asset.get("externalId").asString(),
                                        asset -> asset.at("/file/contentType").asString()));
    }

    private static String example(String conflictMode) {
        return example()
                .replace(
                        "jobType: IMPORT_ASSETS",
                        "jobType: IMPORT_ASSETS conflictMode: " + conflictMode);
    }

    private static String example() {
        var file = "/published/create-import-job.graphql";
        try (var in = Objects.requireNonNull(PublishedExampleIT.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
