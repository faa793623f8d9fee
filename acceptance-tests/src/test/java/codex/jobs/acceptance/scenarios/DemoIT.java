package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./codex-jobs demo`, as the README has everybody begin.
class DemoIT {

    private static final int PATIENCE_IN_MINUTES = 4;

    @Test
    void showsAnImportToItsEndAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        var output = folder.resolve("demo.log");
        var places = Files.createDirectory(folder.resolve("places"));
        var demo = started(output, places);

        try {
            assertThat(demo.waitFor(PATIENCE_IN_MINUTES, TimeUnit.MINUTES))
                    .as("it ends by itself")
                    .isTrue();
        } finally {
            demo.destroy();
            demo.onExit().join();
        }

        var said = Files.readString(output);
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("Importing it, as job ")
                .contains("From the error report:")
                .containsSubsequence(
                        "outcome   SUCCEEDED_WITH_ERRORS\n",
                        "created   2388\n",
                        "updated   0\n",
                        "skipped   0\n",
                        "failed    12\n")
                .contains("Exactly as it must be.");
        assertThat(places).isDirectoryNotContaining("glob:**/codex-jobs-demo*");
    }

    /// @param places where it has its platform
    private static Process started(Path output, Path places) throws IOException {
        var command =
                new ProcessBuilder(
                                RunningPlatform.project().resolve("codex-jobs").toString(), "demo")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        command.environment().put("CODEX_JOBS_BUILD", "skip");
        command.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + places);
        return command.start();
    }
}
