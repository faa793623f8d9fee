package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.Progress;
import codex.jobs.model.job.TaskType;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    /// All that is said in steps of so many items.
    private static List<String> said(long items, @Nullable Long total, long step) {
        return LongStream.iterate(0, done -> done < items, done -> done + step)
                .mapToObj(done ->
                        ProgressLine.of(
                                TaskType.PROCESS_ENTRIES,
                                done,
                                new Progress(Math.min(done + step, items), total),
                                false))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void everyTenthIsSaidOnceButNotTheEnd() {
        assertThat(said(20_000, 20_000L, 500))
                .hasSize(9)
                .startsWith("Process entries: 2000 of 20000", "Process entries: 4000 of 20000")
                .endsWith("Process entries: 18000 of 20000");
    }

    @Test
    void aStepOverSeveralTenthsIsOneLine() {
        assertThat(said(10, 10L, 4))
                .containsExactly("Process entries: 4 of 10", "Process entries: 8 of 10");
        assertThat(said(10, 10L, 10)).isEmpty();
    }

    @Test
    void whereNobodyKnowsHowManyThereAreEveryTenThousandthIsSaid() {
        assertThat(said(25_000, null, 3_000))
                .containsExactly("Process entries: 12000", "Process entries: 21000");
    }

    @Test
    void anEstimateIsCalledOne() {
        assertThat(ProgressLine.of(TaskType.PROCESS_ENTRIES, 0, new Progress(500, 2_407L), true))
                .contains("Process entries: 500 of about 2407");
    }

    @Test
    void nothingIsSaidOfNothing() {
        assertThat(ProgressLine.of(TaskType.PROCESS_ENTRIES, 0, new Progress(0, 0L), false))
                .isEmpty();
        assertThat(ProgressLine.of(TaskType.PROCESS_ENTRIES, 500, new Progress(0, 1_000L), false))
                .isEmpty();
    }
}
