package codex.jobs.model.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schedules by chance, around changes of the clocks in any place and around leap days, against a
/// [WallClock] that is looked at minute by minute.
class ScheduleOracleTest {

    private static final Duration MARGIN = Duration.ofDays(3);
    private static final int ROUNDS = 120;

    private static final List<String> PLACES =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void firesAtTheInstantsThatTheWallClockSays(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < ROUNDS; round++) {
            var zone = ZoneId.of(oneOf(random, PLACES));
            var middle = interesting(zone, random);
            var from = middle.minus(Duration.ofDays(1 + random.nextInt(2)));
            var until = middle.plus(Duration.ofDays(2));
            var cron = RandomCron.of(random);
            var gap = oneOf(random, List.of(GapPolicy.values()));
            var overlap = oneOf(random, List.of(OverlapPolicy.values()));
            var schedule = new Schedule(cron.expression(), zone.getId(), gap, overlap);

            var expected =
                    new WallClock(zone, from.minus(MARGIN), until.plus(MARGIN))
                            .firings(cron::means, gap, overlap);

            assertThat(firings(schedule, from, until))
                    .as("%s from %s", schedule, from)
                    .containsExactlyElementsOf(
                            new TreeSet<>(expected).subSet(from, false, until, true));
        }
    }

    private static <T> T oneOf(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<Instant> firings(Schedule schedule, Instant from, Instant until) {
        var firings = new ArrayList<Instant>();
        var next = schedule.next(from);
        while (next.isPresent() && !next.get().isAfter(until)) {
            firings.add(next.get());
            next = schedule.next(next.get());
        }
        return firings;
    }

    /// Mostly near a change of the clocks, if there are any; else near a leap day or a new year.
    private static Instant interesting(ZoneId zone, Random random) {
        var year = 1980 + random.nextInt(60);
        var begin = LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var change = zone.getRules().nextTransition(begin);
        if (change != null && random.nextInt(4) > 0) {
            return change.getInstant();
        }
        var leapYear = year - year % 4;
        return random.nextBoolean()
                ? begin
                : LocalDate.of(leapYear, 2, 29).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
