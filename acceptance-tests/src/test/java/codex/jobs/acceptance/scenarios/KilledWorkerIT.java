package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.guarantees.NothingDoubled;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The working worker dies twice in the middle of an import.
class KilledWorkerIT {

    private static final int ITEMS = 20_000;
    private static final int EVERY_NTH_IS_BROKEN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void importEndsWithExactCountsAndNoDoubledLines(@TempDir Path folder) {
        var file = Articles.arrayWithErrors(folder, "killed", ITEMS, EVERY_NTH_IS_BROKEN);

        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
            var demo = platform.demo();
            var job = demo.importEntries(demo.upload(file), Map.of());

            JobWatch.untilProcessed(demo, job, 2_000, PATIENCE);
            platform.kill("WORKER");
            JobWatch.untilProcessed(demo, job, 8_000, PATIENCE);
            platform.kill("WORKER");
            var over = JobWatch.untilOver(demo, job, PATIENCE);

            assertThat(over.get("status").asString()).isEqualTo("COMPLETED");
            assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED_WITH_ERRORS");
            assertThat(over.get("tasks").get(0).get("attempt").asInt()).isGreaterThanOrEqualTo(3);
            CountsAddUp.in(over, ITEMS);
            assertThat(over.get("summary").get("created").asLong())
                    .isEqualTo(ITEMS - ITEMS / EVERY_NTH_IS_BROKEN);
            assertThat(over.get("summary").get("failed").asLong())
                    .isEqualTo(ITEMS / EVERY_NTH_IS_BROKEN);
            NothingDoubled.inTheLogOf(job, demo, ITEMS / EVERY_NTH_IS_BROKEN);
        }
    }
}
