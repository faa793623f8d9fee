package codex.jobs.acceptance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.JobsClient;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Every log line about an item is stored exactly once.
public final class NothingDoubled {

    private NothingDoubled() {}

    /// Waits until the log is complete, then looks.
    ///
    /// @param itemLines how many lines about items there must be
    public static void inTheLogOf(String jobId, JobsClient client, int itemLines) {
        await("all lines are stored")
                .atMost(Duration.ofSeconds(20))
                .until(() -> aboutItems(client.logs(jobId)).size() >= itemLines);

        var lines = aboutItems(client.logs(jobId));

        assertThat(lines).hasSize(itemLines);
        assertThat(lines)
                .extracting(line -> line.get("itemIndex").asLong() + line.get("code").asString())
                .doesNotHaveDuplicates();
    }

    private static List<JsonNode> aboutItems(List<JsonNode> lines) {
        return lines.stream().filter(line -> !line.get("itemIndex").isNull()).toList();
    }
}
