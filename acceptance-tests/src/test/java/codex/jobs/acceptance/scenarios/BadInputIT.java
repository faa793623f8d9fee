package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.BadFiles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every bad file gets a clear answer, and none takes the worker with it.
class BadInputIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void everyBadFileGetsAClearError(@TempDir Path folder) {
        try (var platform = RunningPlatform.start(folder.resolve("data"))) {
            var demo = platform.demo();
            var workers = platform.pids("WORKER");
            var softly = new SoftAssertions();

            BadFiles.unreadable()
                    .forEach((name, content) -> {
                        var job = imported(demo, BadFiles.in(folder, name, content));
                        softly.assertThat(job.at("/status").asString())
                                .as(name)
                                .isEqualTo("FAILED");
                        softly.assertThat(job.at("/error/code").asString())
                                .as(name)
                                .isNotEmpty()
                                .isNotEqualTo("TASK_ATTEMPTS_EXHAUSTED");
                        softly.assertThat(job.at("/tasks/0/attempt").asInt()).as(name).isEqualTo(1);
                    });
            BadFiles.withOneBadItem()
                    .forEach((name, item) -> {
                        var job =
                                imported(demo, BadFiles.in(folder, name, BadFiles.afterward(item)));
                        softly.assertThat(job.at("/outcome").asString())
                                .as(name)
                                .isEqualTo("SUCCEEDED_WITH_ERRORS");
                        softly.assertThat(job.at("/summary/failed").asLong()).as(name).isEqualTo(1);
                        CountsAddUp.in(job, 2);
                        softly.assertThat(demo.logs(job.at("/id").asString()))
                                .as(name)
                                .anyMatch(line -> isAboutItem(line, 0));
                    });

            softly.assertAll();
            assertThat(platform.pids("WORKER")).isEqualTo(workers);
        }
    }

    private static boolean isAboutItem(JsonNode line, long item) {
        return line.at("/type").asString().equals("ERROR")
                && line.at("/itemIndex").asLong(-1) == item
                && !line.at("/code").asString("").isEmpty();
    }

    private static JsonNode imported(JobsClient demo, Path file) {
        var job =
                demo.importEntries(
                        demo.upload(file), Map.of("jobName", file.getFileName().toString()));
        return JobWatch.untilOver(demo, job, PATIENCE);
    }
}
