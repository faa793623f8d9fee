package codex.jobs.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobIdsTest {

    private final JobIds ids = new JobIds();

    @Test
    void idsSortByTime() {
        var time = Instant.parse("2026-11-24T10:00:00Z");
        var inOrder =
                IntStream.range(0, 1_000)
                        .mapToObj(n -> ids.next(time.plusMillis(n)).value())
                        .toList();

        assertThat(inOrder).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsOfOneMomentDiffer() {
        var time = Instant.parse("2026-11-24T10:00:00Z");

        assertThat(IntStream.range(0, 10_000).mapToObj(_ -> ids.next(time)))
                .doesNotHaveDuplicates();
    }
}
