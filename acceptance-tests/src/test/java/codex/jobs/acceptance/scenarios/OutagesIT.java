package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.SearchIndex;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part of the platform goes away during an import and comes back.
class OutagesIT {

    private static final int ITEMS = 10_000;
    private static final int BEGUN = 1_000;

    /// So many, and so long, that no connection holds all of them by itself.
    private static final int LARGE_ITEMS = 2_500;

    private static final int LENGTH = 16_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private static Path folder;
    private static RunningPlatform platform;
    private static JobsClient demo;
    private static long indexed;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start(folder.resolve("data"));
        demo = platform.demo();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static String imports(Path file) {
        return demo.importEntries(demo.upload(file), Map.of());
    }

    private static void assertExact(String job, int items) {
        var over = JobWatch.untilOver(demo, job, PATIENCE);
        assertThat(over.get("outcome").asString()).as(over.toString()).isEqualTo("SUCCEEDED");
        CountsAddUp.in(over, items);
        assertThat(over.at("/summary/created").asLong()).isEqualTo(items);
    }

    private static void assertIndexed(int items) {
        indexed += items;
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        assertThat(new SearchIndex(opensearch, "demo.main.entries").count()).isEqualTo(indexed);
    }

    private static void assertTriedAgainFor(String code, String job) {
        assertThat(demo.logs(job))
                .filteredOn(line -> code.equals(line.get("code").asString("")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.get("type").asString()).isEqualTo("WARNING");
                    assertThat(line.get("message").asString()).endsWith("; will be tried again");
                });
    }

    @Test
    void withoutABrokerWhatRunsGoesOnAndWhatIsAskedForRunsAfterwards() {
        var smallKey = demo.upload(Articles.array(folder, "meanwhile", 10));
        var before = imports(Articles.array(folder, "broker", ITEMS));
        JobWatch.untilProcessed(demo, before, BEGUN, PATIENCE);

        platform.keepAway("KAFKA", Duration.ofSeconds(5));
        platform.kill("KAFKA");
        var meanwhile = demo.importEntries(smallKey, Map.of("jobName", "Meanwhile"));
        platform.keepAway("KAFKA", Duration.ofSeconds(5));

        assertExact(before, ITEMS);
        assertExact(meanwhile, 10);
        assertIndexed(ITEMS + 10);
    }

    @Test
    void anImportWhoseFileBreaksOffReadsOnWhereItWas() {
        var job = imports(Articles.large(folder, "objects", LARGE_ITEMS, LENGTH));
        JobWatch.untilProcessed(demo, job, 500, PATIENCE);

        platform.kill("S3");

        assertExact(job, LARGE_ITEMS);
        assertIndexed(LARGE_ITEMS);
        assertTriedAgainFor("OBJECT_STORE_UNAVAILABLE", job);
    }

    @Test
    void anIndexIsWrittenToItsEndByTheSearchEngineThatComesBack() {
        var job = imports(Articles.array(folder, "search", ITEMS));
        JobWatch.untilProcessed(demo, job, ITEMS + BEGUN, PATIENCE);

        platform.keepAway("OPENSEARCH", Duration.ofSeconds(20));

        assertExact(job, ITEMS);
        assertIndexed(ITEMS);
        assertTriedAgainFor("SEARCH_UNAVAILABLE", job);
    }

    @Test
    void anImportOutlivesTheDatabase() {
        var job = imports(Articles.array(folder, "database", ITEMS));
        JobWatch.untilProcessed(demo, job, BEGUN, PATIENCE);

        platform.kill("MONGODB");
        awaitAnswer(job);

        assertExact(job, ITEMS);
        assertIndexed(ITEMS);
    }

    private static void awaitAnswer(String job) {
        await("the API can read again")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> demo.job(job).isPresent());
    }
}
