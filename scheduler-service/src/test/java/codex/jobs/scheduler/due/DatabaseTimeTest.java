package codex.jobs.scheduler.due;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class DatabaseTimeTest {

    private static final Instant SYSTEM = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DATABASE = Instant.parse("2026-03-01T12:01:00Z");

    private final DatabaseTime time = new DatabaseTime(() -> SYSTEM);

    private void read(Instant databaseTime, Duration roundTrip) {
        var received = System.nanoTime();
        time.read(databaseTime, received - roundTrip.toNanos(), received);
    }

    @Test
    void theMachinesClockIsAskedOnlyUntilTheDatabaseHasAnswered() {
        assertThat(time.isKnown()).isFalse();
        assertThat(time.instant()).isEqualTo(SYSTEM);

        read(DATABASE, Duration.ofMillis(2));

        assertThat(time.isKnown()).isTrue();
        assertThat(time.instant()).isBetween(DATABASE, DATABASE.plusSeconds(5));
    }

    /// The answer took long, so nobody knows when in between the clock was read.
    @Test
    void aSlowAnswerDoesNotReplaceAnExactOne() {
        read(DATABASE, Duration.ofMillis(2));

        read(DATABASE.minusMillis(400), Duration.ofSeconds(1));

        assertThat(time.instant()).isAfterOrEqualTo(DATABASE);
    }

    @Test
    void aReadingThatContradictsReplacesTheOther() {
        read(DATABASE, Duration.ofMillis(2));

        read(DATABASE.plus(1, ChronoUnit.HOURS), Duration.ofMillis(100));
        assertThat(time.instant()).isAfter(DATABASE.plus(59, ChronoUnit.MINUTES));

        read(DATABASE, Duration.ofMillis(100));
        assertThat(time.instant()).isBefore(DATABASE.plus(1, ChronoUnit.MINUTES));
    }

    @Test
    void aBetterReadingDoesNotTurnTimeBack() {
        read(DATABASE.plusMillis(300), Duration.ofSeconds(1));
        var before = time.instant();

        read(DATABASE, Duration.ofMillis(2));

        assertThat(time.instant()).isAfterOrEqualTo(before);
    }
}
