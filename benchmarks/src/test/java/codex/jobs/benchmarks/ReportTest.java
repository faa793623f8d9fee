package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir Path directory;

    @Test
    void onlyTheTextBetweenTheMarksIsReplaced() throws Exception {
        var file = directory.resolve("benchmarks.md");
        Files.writeString(
                file, "Above.\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\nBelow.\n");
        var report = new Report(file);
        var table =
                Table.empty()
                        .with(
                                "start",
                                List.of(Figure.of("until ready", "8 s")),
                                "2026-01-02, here");

        report.write(table, List.of("start"));

        assertThat(file)
                .content()
                .startsWith("Above.\n\n<!-- figures -->\n\n- `start`: 2026-01-02, here\n\n")
                .contains("| start | until ready | 8 s |  |  |")
                .endsWith("<!-- end of figures -->\n\nBelow.\n")
                .doesNotContain("old");
        assertThat(report.table().markdown(List.of("start"))).contains("until ready");
    }
}
