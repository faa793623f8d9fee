package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that exports write, downloaded as anybody would.
class ExportIT {

    private static final int ENTRIES = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TEXT = "All that is known about the harbour. ".repeat(60);

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
    void thePublishedExampleExportsWhatItsFilterMeans() throws Exception {
        var demo = platform.demo();

        var created = demo.data(published(), Map.of()).get("createExportJob");
        assertThat(created.get("name").asString()).isEqualTo("Export Entries");
        assertThat(created.get("type").asString()).isEqualTo("EXPORT_ENTRIES");
        assertThat(created.get("tasks"))
                .extracting(task -> task.get("type").asString())
                .containsExactly("PROCESS_ENTRIES");
        var id = created.get("id").asString();
        var over = JobWatch.untilOver(demo, id, PATIENCE);

        assertThat(over.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(demo.logs(id))
                .filteredOn(line -> line.get("type").asString().equals("WARNING"))
                .extracting(line -> line.get("code").asString())
                .containsExactly("FILTER_REPAIRED", "NO_MATCH");
        assertThat(download(result(demo, id))).asString().isEqualTo("[]\n");
    }

    @Test
    void theFileIsRightAlthoughTheWorkerDiesInTheMiddle() throws Exception {
        var demo = platform.demo();
        var imported = demo.importEntries(demo.upload(articles()), Map.of());
        assertThat(JobWatch.untilOver(demo, imported, PATIENCE).at("/summary/created").asInt())
                .isEqualTo(ENTRIES);

        var export = create(demo);
        JobWatch.untilProcessed(demo, export, 1, PATIENCE);
        platform.kill("WORKER");
        var over = JobWatch.untilOver(demo, export, PATIENCE);

        assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(over.at("/tasks/0/attempt").asInt()).isGreaterThanOrEqualTo(2);
        var result = result(demo, export);
        var file = download(result);
        assertThat(result.get("itemCount").asInt()).isEqualTo(ENTRIES);
        assertThat(result.get("sizeInBytes").asLong()).isEqualTo(file.length);
        assertThat(result.get("checksumSha256").asString()).isEqualTo(sha256(file));
        assertEveryArticleOnce(file);
        var again = create(demo);
        JobWatch.untilOver(demo, again, PATIENCE);
        assertThat(result(demo, again).get("checksumSha256"))
                .isEqualTo(result.get("checksumSha256"));
    }

    private static void assertEveryArticleOnce(byte[] file) {
        var ids = new HashSet<String>();
        new String(file, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    var entry = JsonMapper.shared().readTree(line);
                    var id = entry.get("id").asString();
                    assertThat(ids.add(id)).as(id).isTrue();
                    assertThat(entry.at("/system/externalId").asString()).isEqualTo(id);
                    assertThat(entry.at("/system/modelAlias").asString()).isEqualTo("article");
                    assertThat(entry.at("/content/slug").asString()).isEqualTo(id);
                    assertThat(entry.at("/content/body").asString()).isEqualTo(body(id));
                });
        assertThat(ids).hasSize(ENTRIES);
    }

    private static String create(JobsClient demo) {
        return demo.data(
                        """
                        mutation($filter: String) {
                          createExportJob(createJobInput: {jobName: "Export", filter: $filter,
                            jobType: EXPORT_ENTRIES, format: NDJSON}) { id }
                        }
                        """,
                        Map.of(
                                "filter",
                                "{\"system\":{\"ExternalId\":{\"StartsWith\":\"exported-\"}}}"))
                .at("/createExportJob/id")
                .asString();
    }

    private static JsonNode result(JobsClient demo, String job) {
        return demo.data(
                        """
                        query($id: String!) {
                          job(id: $id) {
                            result { downloadUrl itemCount sizeInBytes checksumSha256 }
                          }
                        }
                        """,
                        Map.of("id", job))
                .at("/job/result");
    }

    private static byte[] download(JsonNode result) throws IOException, InterruptedException {
        var address = URI.create(result.get("downloadUrl").asString());
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray())
                    .body();
        }
    }

    private static String sha256(byte[] file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    /// About fifty megabytes, which are sent in several parts.
    private static Path articles() throws IOException {
        var file = folder.resolve("articles.ndjson");
        try (var out = Files.newBufferedWriter(file)) {
            for (var number = 0; number < ENTRIES; number++) {
                var id = "exported-" + number;
                out.write("{\"id\":\"" + id + "\",\"system\":{\"siteId\":\"site123\",");
                out.write("\"modelAlias\":\"article\",\"status\":1},\"content\":{\"title\":\"");
                out.write(id + "\",\"slug\":\"" + id + "\",\"body\":\"" + body(id) + "\"}}\n");
            }
        }
        return file;
    }

    private static String body(String id) {
        return id + ": " + TEXT;
    }

    private static String published() throws IOException {
        var file = "/published/create-export-job.graphql";
        try (var in = Objects.requireNonNull(ExportIT.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
