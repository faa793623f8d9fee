package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<String> ORDER = List.of("start", "import");

    private final Table before =
            Table.empty()
                    .with(
                            "import",
                            List.of(Figure.atLeast("ratio", Amount.ratio(0.5), 0.6)),
                            "day 1, here")
                    .with(
                            "start",
                            List.of(Figure.of("until ready", Amount.of(12.5, "s"))),
                            "day 1, here");

    @Test
    void rowsStandInTheirOrderWithTargetAndVerdict() {
        assertThat(before.markdown(ORDER))
                .isEqualTo(
                        """
                        - `start`, `import`: day 1, here

                        | row | figure | measured | target | |
                        |---|---|---|---|---|
                        | start | until ready | 12.5 s |  |  |
                        | import | ratio | 0.50 | ≥ 0.60 | short |
                        """);
    }

    @Test
    void rowThatIsNotMeasuredAgainKeepsItsLines() {
        var written = "Some text.\n\n" + before.markdown(ORDER);

        var after =
                Table.parse(written)
                        .with(
                                "start",
                                List.of(Figure.atMost("until ready", Amount.of(9, "s"), 30)),
                                "day 2, there");

        assertThat(after.markdown(ORDER))
                .startsWith("- `import`: day 1, here\n- `start`: day 2, there\n\n| row")
                .contains("| start | until ready | 9.00 s | ≤ 30.0 s | met |")
                .contains("| import | ratio | 0.50 | ≥ 0.60 | short |")
                .doesNotContain("12.5");
    }
}
