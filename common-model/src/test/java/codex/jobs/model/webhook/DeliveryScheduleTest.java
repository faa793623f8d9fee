package codex.jobs.model.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryScheduleTest {

    private static final DeliverySchedule SCHEDULE =
            new DeliverySchedule(Duration.ofSeconds(10), 6, 7);

    @Test
    void pausesGrowUpToADay() {
        assertThat(SCHEDULE.after(1, 0.5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(SCHEDULE.after(2, 0.5)).isEqualTo(Duration.ofMinutes(1));
        assertThat(SCHEDULE.after(3, 0.5)).isEqualTo(Duration.ofMinutes(6));
        assertThat(SCHEDULE.after(6, 0.5)).isEqualTo(Duration.ofMinutes(1_296));
        assertThat(SCHEDULE.after(7, 0.5)).isEqualTo(Duration.ofDays(1));
        assertThat(SCHEDULE.after(19, 0.5)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void chanceMakesThemAFifthShorterOrLonger() {
        assertThat(SCHEDULE.after(1, 0)).isEqualTo(Duration.ofSeconds(8));
        assertThat(SCHEDULE.after(1, 1)).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void theLastTryIsTheLastOne() {
        assertThat(SCHEDULE.isLast(6)).isFalse();
        assertThat(SCHEDULE.isLast(7)).isTrue();
    }
}
