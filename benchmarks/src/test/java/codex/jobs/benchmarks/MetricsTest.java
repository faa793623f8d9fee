package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final String TEXT =
            """
            # HELP calls_total Calls
            calls_total{area="heap",id="a"} 1.5E3
            calls_total{area="heap",id="b"} 2.0
            calls_total{area="nonheap",id="c"} 40.0
            calls_total_more 7.0
            """;

    @Test
    void samplesOfAMetricAreAddedUp() {
        assertThat(Metrics.sum(TEXT, "calls_total")).isEqualTo(1_542);
        assertThat(Metrics.sum(TEXT, "calls_total", "area=\"heap\"")).isEqualTo(1_502);
    }

    @Test
    void metricThatIsMissingIsNotZero() {
        assertThatThrownBy(() -> Metrics.sum(TEXT, "calls"))
                .isInstanceOf(IllegalStateException.class);
    }
}
