package codex.jobs.acceptance.client;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Follows a job by asking, as clients do that cannot subscribe.
public final class JobWatch {

    private JobWatch() {}

    /// The job when it is over.
    public static JsonNode untilOver(JobsClient client, String jobId, Duration patience) {
        return await("job " + jobId + " is over")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(java.io.UncheckedIOException.class)
                .until(
                        () -> client.job(jobId).orElseThrow(),
                        job -> !job.get("finishedAt").isNull());
    }

    /// Returns when so many items are done, in all tasks together.
    public static void untilProcessed(
            JobsClient client, String jobId, long items, Duration patience) {
        await("job " + jobId + " has done " + items + " items")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(java.io.UncheckedIOException.class)
                .until(() -> processed(client.job(jobId).orElseThrow()) >= items);
    }

    private static long processed(JsonNode job) {
        return job.get("tasks")
                .valueStream()
                .mapToLong(task -> task.at("/progress/processed").asLong(0))
                .sum();
    }
}
