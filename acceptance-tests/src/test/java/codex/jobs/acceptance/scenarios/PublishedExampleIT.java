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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the documentation shows, sent to the demo organization as it stands there, does what it
/// says.
class PublishedExampleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private static Path folder;
    private static RunningPlatform platform;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void thePublishedExampleImportsTheArchive() {
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
        assertThat(found())
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
        assertThat(found()).hasSize(2);
    }

    /// Its filter names a site and a model that nobody has.
    @Test
    void thePublishedExampleDeletesWhatItsFilterMeans() {
        var demo = platform.demo();

        var answer = demo.data(published("create-delete-job"), Map.of()).get("createDeleteJob");
        assertThat(answer.get("name").asString()).isEqualTo("Delete Content");
        assertThat(answer.get("type").asString()).isEqualTo("DELETE_FILTERED_CONTENT");
        assertThat(answer.get("tasks"))
                .extracting(task -> task.get("type").asString())
                .containsExactly(
                        "DELETE_CONTENT", "REINDEX_ENTRIES", "REINDEX_URLS", "REINDEX_TAGS");
        assertThat(over(demo, answer)).isEqualTo("COMPLETED SUCCEEDED 0/0/0/0");
        assertThat(demo.logs(answer.get("id").asString()))
                .extracting(line -> line.get("message").asString())
                .contains(
                        "fieldAlias means nothing for this kind of delete and was ignored",
                        "Deleted 0 entries");
    }

    /// One after the other: the run goes on although its schedule is deleted.
    @Test
    void thePublishedExamplesRunPauseAndDeleteTheRecurringJob() {
        var demo = platform.demo();

        var run = demo.data(published("run-recurring-job"), Map.of()).get("runRecurringJob");
        assertThat(run.get("id").asString()).isEqualTo("recurring123");
        assertThat(run.get("type").asString()).isEqualTo("SYNC");
        assertThat(run.get("status").asString()).isEqualTo("ACTIVE");
        assertThat(run.get("cronExpression").asString()).isEqualTo("0 2 * * *");
        assertThat(run.get("attrs"))
                .extracting(attr -> attr.get("key").asString())
                .containsExactly("baseEnvironmentId", "targetEnvironmentId", "lastJobId");
        var paused =
                demo.data(published("toggle-recurring-job-status"), Map.of())
                        .get("toggleRecurringJobStatus");
        assertThat(paused.get("success").asBoolean()).isTrue();
        assertThat(recurring(demo).get("status").asString()).isEqualTo("PAUSED");
        var deleted =
                demo.data(published("delete-recurring-job"), Map.of()).get("deleteRecurringJob");
        assertThat(deleted.get("success").asBoolean()).isTrue();
        assertThat(deleted.get("recurringJobId").asString()).isEqualTo("recurring123");
        assertThat(recurring(demo).get("status").asString()).isEqualTo("DELETED");
        assertThat(over(demo, recurring(demo).get("lastJob"))).startsWith("COMPLETED SUCCEEDED");
    }

    private static JsonNode recurring(JobsClient demo) {
        return demo.data(
                        "{ recurringJob(id: \"recurring123\") { status lastJob { id } } }",
                        Map.of())
                .get("recurringJob");
    }

    /// The commands of "The first job with curl", as they stand there, in a shell.
    @Test
    void theFirstJobWithCurlIsDone() throws Exception {
        var printed = run(curlExample());

        assertThat(printed).contains("{\"success\":true}").contains("\"status\":");
        var demo = platform.demo();
        var jobs =
                demo.data("{ jobs(filter: {search: \"Hello\"}) { items { id } } }", Map.of())
                        .at("/jobs/items");
        assertThat(jobs).hasSize(1);
        assertThat(over(demo, jobs.get(0))).isEqualTo("COMPLETED SUCCEEDED 1/0/0/0");
    }

    /// All commands of `docs/jobs.md`, one after the other, in a shell.
    @Test
    void theExamplesOfTheJobsWorkInOneShell() throws Exception {
        var demo = platform.demo();

        var printed = run(commands(RunningPlatform.project().resolve("docs/jobs.md")));

        assertThat(printed)
                .doesNotContain("errors")
                .contains("\"code\":\"REQUIRED_FIELD\"", "\"code\":\"IMPORTED_AS_DRAFT\"")
                .contains("Dry run: imported 2 assets")
                .containsPattern("\"itemCount\":\\d")
                .contains("\"status\":\"READY\"", "Readers see the new content")
                .contains("The environment will be dropped at ")
                .contains("New site is created!")
                .containsPattern("Dry run: deleted \\d+ entries")
                .containsPattern("Removed field category from \\d+ entries");
        assertThat(Files.readString(folder.resolve("articles.ndjson")))
                .contains("\"id\":\"review-1\"", "\"id\":\"review-2\"", "\"id\":\"review-3\"");
        var jobs =
                demo.data(
                                """
                                { jobs(filter: {search: "Old reviews"}, limit: 10) {
                                    items { id rollbackOf } } }
                                """,
                                Map.of())
                        .at("/jobs/items");
        assertThat(jobs).hasSize(3);
        assertThat(jobs.get(0).get("rollbackOf")).isEqualTo(jobs.get(1).get("id"));
        assertThat(over(demo, jobs.get(0))).isEqualTo("COMPLETED SUCCEEDED 3/0/0/0");
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        assertThat(new SearchIndex(opensearch, "demo.main.entries").documents())
                .extracting(entry -> entry.get("externalId").asString())
                .contains("review-1", "review-2", "review-3");
    }

    @Test
    void theExampleOfTheSchedulesShowsTheNightsThatAreAffected() throws Exception {
        var printed = run(commands(RunningPlatform.project().resolve("docs/schedules.md")));

        assertThat(printed).contains("GAP_SKIPPED").doesNotContain("errors");
    }

    private static String commands(Path page) throws IOException {
        return Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private static String run(String script) throws IOException, InterruptedException {
        var here = script.replace("http://localhost:8080", platform.api().toString());
        var shell =
                new ProcessBuilder("timeout", "240", "bash", "-euo", "pipefail", "-c", here)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed;
    }

    private static String curlExample() throws IOException {
        var readme = Files.readString(RunningPlatform.project().resolve("README.md"));
        var section = readme.substring(readme.indexOf("## The first job with curl"));
        var code = section.substring(section.indexOf("```bash\napi=") + "```bash\n".length());
        return code.substring(0, code.indexOf("```"));
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
    private static Map<String, String> found() {
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        return new SearchIndex(opensearch, "demo.main.general")
                .documents().stream()
                        // sections and lists are found there, too
                        .filter(document -> document.has("file"))
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
        return published("create-import-job");
    }

    private static String published(String name) {
        var file = "/published/" + name + ".graphql";
        try (var in = Objects.requireNonNull(PublishedExampleIT.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
