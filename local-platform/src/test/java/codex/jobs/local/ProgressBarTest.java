package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void growsWithThePercentAndNeverLeavesItsFrame() {
        assertThat(ProgressBar.of("Work", 0)).isEqualTo("Work [....................] 0 %");
        assertThat(ProgressBar.of("Work", 52)).isEqualTo("Work [##########..........] 52 %");
        assertThat(ProgressBar.of("Work", 101)).isEqualTo("Work [####################] 100 %");
    }
}
