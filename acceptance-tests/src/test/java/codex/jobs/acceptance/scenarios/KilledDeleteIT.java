package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.Exports;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.SearchIndex;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The working worker dies in the middle of each kind of delete, and of its rollback, after which
/// everything is as it was.
class KilledDeleteIT {

    private static final int ENTRIES = 6_000;
    private static final int KEPT = 50;
    private static final int ALL = ENTRIES + KEPT;
    private static final int SECTIONS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String FILTER =
            """
            {"system": {"SiteId": {"In": ["site123"], "_t": "StringFilter"},
                        "ModelId": {"In": ["model-article"], "_t": "StringFilter"},
                        "ExternalId": {"StartsWith": "gone-"}, "_t": "EntrySystemFilter"}}
            """;

    @TempDir private static Path folder;
    private static RunningPlatform platform;
    private static JobsClient demo;

    @BeforeAll
    static void start() throws IOException {
        platform = RunningPlatform.start(folder.resolve("data"));
        demo = platform.demo();
        imported(Articles.array(folder, "gone", ENTRIES));
        imported(tagged());
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void whatTheFilterMeansIsDeletedOnceAndNothingElse() {
        var before = exported();
        var dry =
                JobWatch.untilOver(
                        demo, delete(Map.of("filter", FILTER, "dryRun", true)), PATIENCE);
        assertThat(dry.at("/summary/deleted").asLong()).isEqualTo(ENTRIES);

        var job = delete(Map.of("filter", FILTER));
        var over = killedInTheMiddle(job);

        CountsAddUp.in(over, ENTRIES);
        assertThat(over.at("/summary/deleted").asLong()).isEqualTo(ENTRIES);
        assertThat(over.at("/tasks/1/progress/processed").asLong()).isEqualTo(ENTRIES);
        assertThat(messages(job)).contains("Deleted " + ENTRIES + " entries");
        assertThat(index("entries").documents())
                .hasSize(KEPT)
                .allSatisfy(entry ->
                        assertThat(entry.get("externalId").asString()).startsWith("kept-"));
        assertThat(exported().keySet()).hasSize(KEPT).isSubsetOf(before.keySet());

        var undone = undone(job);
        assertThat(undone.at("/summary/created").asLong()).isEqualTo(ENTRIES);
        assertThat(index("entries").count()).isEqualTo(ALL);
        assertThat(exported()).isEqualTo(before);
    }

    @Test
    void allThatASiteHasIsDeletedOnce() {
        var before = exported();
        var tags = index("tags").count();
        var addresses = index("urls").count();
        assertThat(tags).isEqualTo(2);
        assertThat(addresses).isEqualTo(KEPT);

        var job =
                delete(
                        Map.of(
                                "siteId",
                                "site123",
                                "deleteContentTaskTypes",
                                List.of(
                                        "DELETE_SECTIONS",
                                        "DELETE_TAGS",
                                        "DELETE_URLS",
                                        "DELETE_ENTRIES")));
        var over = killedInTheMiddle(job);

        // the addresses of entries go with them
        CountsAddUp.in(over, ALL + tags + SECTIONS);
        assertThat(over.at("/summary/deleted").asLong()).isEqualTo(ALL + tags + SECTIONS);
        assertThat(messages(job))
                .contains(
                        "Deleted " + ALL + " entries",
                        "Deleted 0 URLs",
                        "Deleted 2 tags",
                        "Deleted 6 sections");
        for (var name : List.of("entries", "urls", "tags", "general")) {
            assertThat(index(name).count()).as(name).isZero();
        }
        assertThat(exported()).isEmpty();

        var undone = undone(job);
        assertThat(undone.at("/summary/created").asLong()).isEqualTo(ALL + tags + SECTIONS);
        assertThat(index("entries").count()).isEqualTo(ALL);
        assertThat(index("urls").count()).isEqualTo(addresses);
        assertThat(index("tags").count()).isEqualTo(tags);
        assertThat(index("general").count()).isEqualTo(SECTIONS);
        assertThat(exported()).isEqualTo(before);
    }

    @Test
    void aFieldIsTakenOutOfEveryEntryOnce() {
        var before = exported();

        var job =
                delete(
                        Map.of(
                                "isDeleteFieldJob", true,
                                "model", "article",
                                "fieldAlias", "category"));
        var over = killedInTheMiddle(job);

        CountsAddUp.in(over, ALL);
        assertThat(over.at("/summary/updated").asLong()).isEqualTo(ALL);
        assertThat(messages(job)).contains("Removed field category from " + ALL + " entries");
        var without = exported();
        assertThat(without.keySet()).isEqualTo(before.keySet());
        before.forEach((id, entry) -> {
            var expected = entry.deepCopy();
            assertThat(((ObjectNode) expected.get("content")).remove("category")).isNotNull();
            assertThat(without.get(id)).isEqualTo(expected);
        });

        var undone = undone(job);
        assertThat(undone.at("/summary/updated").asLong()).isEqualTo(ALL);
        assertThat(exported()).isEqualTo(before);
    }

    private static JsonNode undone(String job) {
        var undo = demo.rollback(job);
        var undone = killedInTheMiddle(undo);
        assertThat(demo.rollback(job)).isEqualTo(undo);
        return undone;
    }

    private static JsonNode killedInTheMiddle(String job) {
        JobWatch.untilProcessed(demo, job, 1_000, PATIENCE);
        platform.kill("WORKER");
        var over = JobWatch.untilOver(demo, job, PATIENCE);
        assertThat(over.get("outcome").asString()).as(over.toString()).isEqualTo("SUCCEEDED");
        assertThat(over.get("tasks"))
                .as(over.toString())
                .anyMatch(task -> task.get("attempt").asInt() >= 2);
        return over;
    }

    /// The entries by their ids, without what each change makes anew.
    private static Map<String, JsonNode> exported() {
        var entries = new HashMap<String, JsonNode>();
        for (var entry : Exports.all(demo)) {
            ((ObjectNode) entry.get("system")).remove(List.of("versionId", "updatedAt"));
            entries.put(entry.get("id").asString(), entry);
        }
        return entries;
    }

    private static Iterable<String> messages(String job) {
        return demo.logs(job).stream().map(line -> line.get("message").asString()).toList();
    }

    private static SearchIndex index(String name) {
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        return new SearchIndex(opensearch, "demo.main." + name);
    }

    private static void imported(Path file) {
        var job = demo.importEntries(demo.upload(file), Map.of());
        assertThat(JobWatch.untilOver(demo, job, PATIENCE).get("outcome").asString())
                .isEqualTo("SUCCEEDED");
    }

    /// Articles with addresses, tags and a section.
    private static Path tagged() throws IOException {
        var file = folder.resolve("kept.ndjson");
        try (var out = Files.newBufferedWriter(file)) {
            for (var number = 0; number < KEPT; number++) {
                var id = "kept-" + number;
                out.write("{\"id\":\"" + id + "\",\"system\":{\"siteId\":\"site123\",");
                out.write("\"modelAlias\":\"article\",\"status\":1},\"content\":{\"title\":\"");
                out.write(id + "\",\"slug\":\"" + id + "\",\"body\":\"B\",\"category\":\"guide\",");
                out.write("\"url\":\"/" + id + "/\",\"tags\":[\"First\",\"Second\"],");
                out.write("\"sections\":[{\"id\":\"section-city\",\"isMain\":true}]}}\n");
            }
        }
        return file;
    }

    private static String delete(Map<String, ?> more) {
        var input = new HashMap<String, Object>(more);
        input.put("jobName", "Delete");
        return demo.data(
                        """
                        mutation($input: CreateDeleteJobInput!) {
                          createDeleteJob(createJobInput: $input) { id }
                        }
                        """,
                        Map.of("input", input))
                .at("/createDeleteJob/id")
                .asString();
    }
}
