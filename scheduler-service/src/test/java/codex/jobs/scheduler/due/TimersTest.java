package codex.jobs.scheduler.due;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Timers timers = new Timers();

    @Test
    void whatIsDueIsTakenOnceLongestOverdueFirst() {
        timers.add("b", NOW);
        timers.add("a", NOW.minusSeconds(1));
        timers.add("later", NOW.plusMillis(1));
        timers.add("b", NOW);

        assertThat(timers.take(NOW, 10)).containsExactly("a", "b");
        assertThat(timers.take(NOW, 10)).isEmpty();
        assertThat(timers.next()).contains(NOW.plusMillis(1));
    }

    @Test
    void theFirstOfSeveralTimesCounts() {
        timers.add("a", NOW.plusSeconds(2));
        timers.add("a", NOW);
        timers.add("a", NOW.plusSeconds(3));

        assertThat(timers.take(NOW, 10)).containsExactly("a");
        assertThat(timers.take(NOW.plusSeconds(5), 10)).isEmpty();
    }

    @Test
    void aBatchIsNeverLargerThanAsked() {
        for (var number = 0; number < 5; number++) {
            timers.add("job" + number, NOW);
        }

        assertThat(timers.take(NOW, 3)).hasSize(3);
        assertThat(timers.take(NOW, 3)).hasSize(2);
    }
}
