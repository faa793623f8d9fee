package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

    @TempDir Path directory;

    @Test
    void onlyTheTextBetweenTheMarksIsReplaced() throws Exception {
        var file = directory.resolve("benchmarks.md");
        Files.writeString(
                file, "Above.\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\nBelow.\n");
        var report = new Report(file);
        var table = Table.empty().with("start", List.of(Figure.of("until ready", "8 s")));

        report.write(table, List.of("start"), "a machine", DAY);

        assertThat(file)
                .content()
                .startsWith("Above.\n\n<!-- figures -->\n\nLast run: 2026-01-02, a machine.")
                .contains("| start | until ready | 8 s |  |  |")
                .endsWith("<!-- end of figures -->\n\nBelow.\n")
                .doesNotContain("old");
        assertThat(report.table().markdown(List.of("start"))).contains("until ready");
    }
}
