package codex.jobs.model.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 1", "1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "2147483647, 60"})
    void delaysDoubleUpToTheLongest(int tries, long seconds) {
        var backoff = new Backoff(Duration.ofSeconds(1), MINUTE);

        assertThat(backoff.after(tries)).hasSeconds(seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void manyThatWaitComeBackAtDifferentTimes(int tries) {
        var backoff = new Backoff(Duration.ofSeconds(1), MINUTE);

        var delays =
                IntStream.range(0, 1_000).mapToObj(seed -> backoff.spread(tries, seed)).toList();

        assertThat(delays)
                .allSatisfy(delay ->
                        assertThat(delay)
                                .isBetween(
                                        backoff.after(tries).dividedBy(2), backoff.after(tries)));
        assertThat(delays.stream().distinct().count()).isGreaterThan(500);
        assertThat(backoff.spread(tries, 7)).isEqualTo(backoff.spread(tries, 7));
    }

    @Test
    void delaysCannotShrink() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, MINUTE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(MINUTE, Duration.ofSeconds(59)));
    }
}
