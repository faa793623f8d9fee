package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.BadFiles;
import codex.jobs.acceptance.client.BadFiles.BadFile;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every bad file gets a clear answer, and none takes the worker with it.
class BadInputIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private static Path folder;
    private static RunningPlatform platform;
    private static JobsClient demo;
    private static List<Long> workers;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start(folder.resolve("data"));
        demo = platform.demo();
        workers = platform.pids("WORKER");
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @AfterEach
    void theWorkerIsStillTheSame() {
        assertThat(platform.pids("WORKER")).isEqualTo(workers);
    }

    @Test
    void aFileThatCannotBeReadSaysWhy() {
        SoftAssertions.assertSoftly(softly -> {
            for (var bad : BadFiles.unreadable()) {
                var job = imported(bad);
                softly.assertThat(job.at("/status").asString()).as(bad.name()).isEqualTo("FAILED");
                softly.assertThat(job.at("/error/code").asString())
                        .as(bad.name())
                        .isEqualTo(bad.code());
                softly.assertThat(job.at("/tasks/0/attempt").asInt()).as(bad.name()).isEqualTo(1);
            }
        });
    }

    @Test
    void aBadItemSaysWhyAndLeavesTheOthersAlone() {
        SoftAssertions.assertSoftly(softly -> {
            for (var bad : BadFiles.withOneBadItem()) {
                var job = imported(bad);
                softly.assertThat(job.at("/outcome").asString())
                        .as(bad.name())
                        .isEqualTo("SUCCEEDED_WITH_ERRORS");
                softly.assertThat(job.at("/summary/failed").asLong()).as(bad.name()).isEqualTo(1);
                CountsAddUp.in(job, 2);
                softly.assertThat(codes(job, "ERROR", 0))
                        .as(bad.name())
                        .containsExactly(bad.code());
            }
        });
    }

    @Test
    void whatCanBeImportedIsImported() {
        SoftAssertions.assertSoftly(softly -> {
            for (var bad : BadFiles.tolerable()) {
                var job = imported(bad);
                softly.assertThat(job.at("/status").asString())
                        .as(bad.name())
                        .isEqualTo("COMPLETED");
                softly.assertThat(job.at("/summary/failed").asLong()).as(bad.name()).isZero();
                CountsAddUp.in(job, 2);
                softly.assertThat(demo.logs(job.at("/id").asString()))
                        .as(bad.name())
                        .extracting(line -> line.at("/code").asString(""))
                        .contains(bad.code());
            }
        });
    }

    @Test
    void aByteOrderMarkIsNoMistake() {
        var job = imported(BadFiles.in(folder, "marked", BadFiles.withByteOrderMark()));

        assertThat(job.at("/outcome").asString()).isEqualTo("SUCCEEDED");
        CountsAddUp.in(job, 1);
    }

    @Test
    void aTextWithoutEndIsPassedOver() {
        var job = imported(BadFiles.withAnEndlessText(folder));

        assertThat(job.at("/outcome").asString()).isEqualTo("SUCCEEDED_WITH_ERRORS");
        CountsAddUp.in(job, 2);
        assertThat(codes(job, "ERROR", 0)).containsExactly("ITEM_TOO_LARGE");
    }

    private static List<String> codes(JsonNode job, String type, long item) {
        return demo.logs(job.at("/id").asString()).stream()
                .filter(line -> line.at("/type").asString().equals(type))
                .filter(line -> line.at("/itemIndex").asLong(-1) == item)
                .map(line -> line.at("/code").asString(""))
                .toList();
    }

    private static JsonNode imported(BadFile file) {
        return imported(BadFiles.in(folder, file.name(), file.content()));
    }

    private static JsonNode imported(Path file) {
        var job =
                demo.importEntries(
                        demo.upload(file), Map.of("jobName", file.getFileName().toString()));
        return JobWatch.untilOver(demo, job, PATIENCE);
    }
}
