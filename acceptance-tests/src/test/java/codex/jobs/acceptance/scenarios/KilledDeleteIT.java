package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The working worker dies in the middle of a delete, and of its rollback.
class KilledDeleteIT {

    private static final int ENTRIES = 6_000;
    private static final int KEPT = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String FILTER =
            """
            {"system": {"SiteId": {"In": ["site123"], "_t": "StringFilter"},
                        "ModelId": {"In": ["model-article"], "_t": "StringFilter"},
                        "ExternalId": {"StartsWith": "gone-"}, "_t": "EntrySystemFilter"}}
            """;

    @Test
    void whatTheFilterMeansIsDeletedOnceAndNothingElse(@TempDir Path folder) {
        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
            var demo = platform.demo();
            imported(demo, Articles.array(folder, "gone", ENTRIES));
            imported(demo, Articles.array(folder, "kept", KEPT));

            var job = delete(demo, true);
            var dry = JobWatch.untilOver(demo, job, PATIENCE);
            assertThat(dry.at("/summary/deleted").asLong()).isEqualTo(ENTRIES);

            job = delete(demo, false);
            JobWatch.untilProcessed(demo, job, 1_000, PATIENCE);
            platform.kill("WORKER");
            var over = JobWatch.untilOver(demo, job, PATIENCE);

            assertThat(over.get("status").asString()).isEqualTo("COMPLETED");
            assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED");
            assertThat(over.get("tasks").get(0).get("attempt").asInt()).isGreaterThanOrEqualTo(2);
            CountsAddUp.in(over, ENTRIES);
            assertThat(over.at("/summary/deleted").asLong()).isEqualTo(ENTRIES);
            assertThat(over.at("/tasks/1/progress/processed").asLong()).isEqualTo(ENTRIES);
            assertThat(demo.logs(job))
                    .extracting(line -> line.get("message").asString())
                    .contains("Deleted " + ENTRIES + " entries");
            var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
            var index = new SearchIndex(opensearch, "demo.main.entries");
            assertThat(index.documents())
                    .hasSize(KEPT)
                    .allSatisfy(entry ->
                            assertThat(entry.get("externalId").asString()).startsWith("kept-"));

            var undo = demo.rollback(job);
            JobWatch.untilProcessed(demo, undo, 1_000, PATIENCE);
            platform.kill("WORKER");
            var undone = JobWatch.untilOver(demo, undo, PATIENCE);
            assertThat(demo.rollback(job)).isEqualTo(undo);

            assertThat(undone.get("outcome").asString()).isEqualTo("SUCCEEDED");
            assertThat(undone.get("tasks").get(0).get("attempt").asInt()).isGreaterThanOrEqualTo(2);
            CountsAddUp.in(undone, ENTRIES);
            assertThat(undone.at("/summary/created").asLong()).isEqualTo(ENTRIES);
            assertThat(index.count()).isEqualTo(ENTRIES + KEPT);
        }
    }

    private static void imported(JobsClient demo, Path file) {
        var job = demo.importEntries(demo.upload(file), Map.of());
        assertThat(JobWatch.untilOver(demo, job, PATIENCE).get("outcome").asString())
                .isEqualTo("SUCCEEDED");
    }

    private static String delete(JobsClient demo, boolean dryRun) {
        return demo.data(
                        """
                        mutation($filter: String!, $dryRun: Boolean!) {
                          createDeleteJob(createJobInput: {
                            jobName: "Delete" filter: $filter dryRun: $dryRun
                          }) { id }
                        }
                        """,
                        Map.of("filter", FILTER, "dryRun", dryRun))
                .at("/createDeleteJob/id")
                .asString();
    }
}
