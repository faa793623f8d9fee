package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Samples.of(9, 1, 4, 2).median()).isEqualTo(3);
        assertThat(Samples.of(9, 1, 4).median()).isEqualTo(4);
    }

    @Test
    void percentileIsAMeasuredValueThatSoManyDoNotExceed() {
        var hundred = Samples.of(IntStream.rangeClosed(1, 100).boxed().toList());

        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.percentile(100)).isEqualTo(100);
        assertThat(Samples.of(7).percentile(1)).isEqualTo(7);
    }
}
