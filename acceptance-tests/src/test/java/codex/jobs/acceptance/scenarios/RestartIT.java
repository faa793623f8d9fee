package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The platform is stopped and started again, with the same directory.
class RestartIT {

    private static final int ARTICLES = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> ALL =
            List.of("API", "SCHEDULER", "WORKER", "KAFKA", "MONGODB", "S3", "OPENSEARCH");

    @TempDir private Path folder;

    @Test
    void everythingIsStillThereAndNothingGoesOnInBetween() throws Exception {
        var data = folder.resolve("data");
        var file = Articles.array(folder, "kept", ARTICLES);
        String key;
        String job;
        List<Long> before;
        try (var platform = RunningPlatform.start(data)) {
            var demo = platform.demo();
            key = demo.upload(file);
            job = demo.importEntries(key, Map.of());
            JobWatch.untilOver(demo, job, PATIENCE);
            before = pids(platform).toList();
        }
        assertThat(before).noneMatch(pid -> ProcessHandle.of(pid).isPresent());

        try (var platform = RunningPlatform.start(data)) {
            var demo = platform.demo();
            assertThat(demo.job(job).orElseThrow().at("/summary/created").asInt())
                    .isEqualTo(ARTICLES);
            var again = demo.importEntries(key, Map.of("conflictMode", "CREATE_ONLY"));
            assertThat(JobWatch.untilOver(demo, again, PATIENCE).at("/summary/skipped").asInt())
                    .isEqualTo(ARTICLES);
            // what makes the second start fast
            assertThat(pids(platform))
                    .allSatisfy(pid -> assertThat(mapped(pid)).contains("/platform/archives/"));
        }
    }

    private static Stream<Long> pids(RunningPlatform platform) {
        return ALL.stream().flatMap(name -> platform.pids(name).stream());
    }

    private static String mapped(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps"));
    }
}
