package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Exports;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The demo site with some thousand articles, cloned.
class CloneSiteIT {

    private static final int ENTRIES = 4_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private static Path folder;
    private static RunningPlatform platform;

    @BeforeAll
    static void start() throws IOException {
        platform = RunningPlatform.start(folder.resolve("data"));
        var demo = platform.demo();
        var imported = demo.importEntries(demo.upload(articles()), Map.of());
        assertThat(JobWatch.untilOver(demo, imported, PATIENCE).at("/summary/created").asInt())
                .isEqualTo(ENTRIES);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void theCloneIsExactAlthoughTheWorkerDiesInTheMiddle() throws Exception {
        var demo = platform.demo();

        var job = create(demo, "west");
        JobWatch.untilProcessed(demo, job, 1, PATIENCE);
        platform.kill("WORKER");
        var over = JobWatch.untilOver(demo, job, PATIENCE);

        assertThat(over.get("outcome").asString()).as(over.toString()).isEqualTo("SUCCEEDED");
        assertThat(over.at("/tasks/0/attempt").asInt()).isGreaterThanOrEqualTo(2);
        // an address for each article, six sections and two settings of the demo site, two tags
        CountsAddUp.in(over, 2L * ENTRIES + 10);
        assertThat(demo.logs(job))
                .extracting(line -> line.get("message").asString())
                .containsSubsequence(
                        "New site is created!",
                        "Cloning entities in site has started!",
                        "Cloned " + ENTRIES + " entries",
                        "Cloned 0 views",
                        "Cloned 6 sections",
                        "Cloned 0 lists",
                        "Cloned " + ENTRIES + " URLs",
                        "Cloned 2 tags",
                        "Cloned 2 settings",
                        "Indexed " + ENTRIES + " entries",
                        "Indexed " + ENTRIES + " URLs",
                        "Indexed 2 tags",
                        "Indexed 6 documents")
                .doesNotHaveDuplicates();
        var site = over.at("/result/newSiteId").asString();
        assertThat(exported(demo, site)).isEqualTo(exported(demo, "site123"));
        assertThat(sectionsOf(demo, site)).doesNotContain("section-city");
        theNewSiteTakesContent(demo, site);
    }

    @Test
    void aCancelledCloneLeavesNothingAndCanBeTriedAgain() {
        var demo = platform.demo();
        var before = Exports.all(demo).size();

        var job = create(demo, "north");
        JobWatch.untilProcessed(demo, job, 1, PATIENCE);
        demo.data(
                "mutation($id: String!) { cancelJob(jobId: $id) { job { id } } }",
                Map.of("id", job));
        var over = JobWatch.untilOver(demo, job, PATIENCE);
        assertThat(over.get("outcome").asString()).isEqualTo("CANCELLED");
        assertThat(over.at("/result/newSiteId").isNull()).isTrue();
        assertThat(Exports.all(demo)).hasSize(before);

        demo.data(
                "mutation($id: String!) { retryJob(jobId: $id) { job { id } } }",
                Map.of("id", job));
        var again = JobWatch.untilOver(demo, job, PATIENCE);

        assertThat(again.get("outcome").asString()).as(again.toString()).isEqualTo("SUCCEEDED");
        assertThat(exported(demo, again.at("/result/newSiteId").asString())).hasSize(ENTRIES);
    }

    /// The example of docs/jobs.md, as it stands there, in a shell.
    @Test
    void theDocumentedExampleClonesTheDemoSite() throws Exception {
        var shell =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", documented())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(printed).isZero();
        assertThat(printed)
                .containsPattern("\"newSiteId\":\"st[A-Za-z0-9]{22}\"")
                .contains("New site is created!", "Cloning entities in site has started!");
    }

    private static String documented() throws IOException {
        var page = Files.readString(RunningPlatform.project().resolve("docs/jobs.md"));
        var script = bash(page) + bash(page.substring(page.indexOf("## Clone a site")));
        return script.replace("http://localhost:8080", platform.api().toString());
    }

    private static String bash(String page) {
        var code = page.substring(page.indexOf("```bash\n") + "```bash\n".length());
        return code.substring(0, code.indexOf("```"));
    }

    private static String create(JobsClient demo, String alias) {
        return demo.data(
                        """
                        mutation($alias: String!) {
                          createCloneSiteJob(createJobInput: {jobName: "Clone Site",
                            baseSiteId: "site123", newSiteAlias: $alias, newSiteName: "West",
                            newSiteLogo: "https://cdn.example.org/west.svg"}) { id }
                        }
                        """,
                        Map.of("alias", alias))
                .at("/createCloneSiteJob/id")
                .asString();
    }

    /// The entries of a site by external id, as a file holds them; references among them go by
    /// external id, too, so what is left to differ are site and version.
    private static Map<String, JsonNode> exported(JobsClient demo, String site) {
        var entries = new TreeMap<String, JsonNode>();
        for (var entry : Exports.ofSite(demo, site)) {
            var system = (ObjectNode) entry.get("system");
            assertThat(system.remove("siteId").asString()).isEqualTo(site);
            system.remove("versionId");
            var sections = ((ObjectNode) entry.get("content")).remove("sections");
            assertThat(sections).hasSize(1);
            entries.put(entry.get("id").asString(), entry);
        }
        assertThat(entries).hasSize(ENTRIES);
        return entries;
    }

    private static Iterable<String> sectionsOf(JobsClient demo, String site) {
        return Exports.ofSite(demo, site).stream()
                .map(entry -> entry.at("/content/sections/0/id").asString())
                .distinct()
                .toList();
    }

    /// The model knows the new site, and the site exists.
    private static void theNewSiteTakesContent(JobsClient demo, String site) throws IOException {
        var file = folder.resolve("one.json");
        Files.writeString(
                file,
                """
                {"id": "only-here", "system": {"siteId": "%s", "modelAlias": "article", "status": 1},
                 "content": {"title": "T", "slug": "only-here", "body": "B"}}
                """
                        .formatted(site));
        var imported = demo.importEntries(demo.upload(file), Map.of());
        assertThat(JobWatch.untilOver(demo, imported, PATIENCE).at("/summary/created").asInt())
                .isEqualTo(1);
    }

    private static Path articles() throws IOException {
        var file = folder.resolve("articles.ndjson");
        try (var out = Files.newBufferedWriter(file)) {
            for (var number = 0; number < ENTRIES; number++) {
                var id = "cloned-" + number;
                out.write("{\"id\":\"" + id + "\",\"system\":{\"siteId\":\"site123\",");
                out.write("\"modelAlias\":\"article\",\"status\":1},\"content\":{\"title\":\"");
                out.write(id + "\",\"slug\":\"" + id + "\",\"body\":\"<p>" + id + "</p>\",");
                out.write(
                        "\"url\":\"/"
                                + id
                                + "/\",\"tags\":[\""
                                + (number % 2 == 0 ? "Even" : "Odd"));
                out.write("\"],\"sections\":[{\"id\":\"section-city\",\"isMain\":true}],");
                out.write("\"related\":{\"id\":\"cloned-" + (ENTRIES - 1 - number) + "\"}}}\n");
            }
        }
        return file;
    }
}
