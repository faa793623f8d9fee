package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker goes away during an import and comes back.
class BrokerOutageIT {

    private static final int ITEMS = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void whatRanGoesOnAndWhatWasAskedMeanwhileRunsAfterwards(@TempDir Path folder) {
        var file = Articles.array(folder, "outage", ITEMS);
        var small = Articles.array(folder, "meanwhile", 10);

        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
            var demo = platform.demo();
            var smallKey = demo.upload(small);
            var before = demo.importEntries(demo.upload(file), Map.of());
            JobWatch.untilProcessed(demo, before, 1_000, PATIENCE);

            platform.keepAway("KAFKA", Duration.ofSeconds(5));
            platform.kill("KAFKA");
            var meanwhile = demo.importEntries(smallKey, Map.of("jobName", "Meanwhile"));
            platform.keepAway("KAFKA", Duration.ofSeconds(5));

            var beforeOver = JobWatch.untilOver(demo, before, PATIENCE);
            var meanwhileOver = JobWatch.untilOver(demo, meanwhile, PATIENCE);
            assertThat(beforeOver.get("outcome").asString()).isEqualTo("SUCCEEDED");
            CountsAddUp.in(beforeOver, ITEMS);
            assertThat(beforeOver.at("/summary/created").asLong()).isEqualTo(ITEMS);
            assertThat(meanwhileOver.get("outcome").asString()).isEqualTo("SUCCEEDED");
            CountsAddUp.in(meanwhileOver, 10);
        }
    }
}
