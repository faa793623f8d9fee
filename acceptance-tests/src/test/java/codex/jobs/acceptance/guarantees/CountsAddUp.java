package codex.jobs.acceptance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/// Every item of the file is counted exactly once.
public final class CountsAddUp {

    private CountsAddUp() {}

    public static void in(JsonNode job, long items) {
        var summary = job.get("summary");
        var counted =
                summary.get("created").asLong()
                        + summary.get("updated").asLong()
                        + summary.get("deleted").asLong()
                        + summary.get("skipped").asLong()
                        + summary.get("failed").asLong();
        assertThat(counted).as("created + updated + deleted + skipped + failed").isEqualTo(items);
    }
}
