package codex.jobs.model.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    /// In Berlin the clocks go from 02:00 to 03:00 on 29 March 2026, at 01:00 UTC.
    private static final Instant BEFORE_THE_GAP = Instant.parse("2026-03-28T12:00:00Z");

    /// And from 03:00 to 02:00 on 25 October 2026, at 01:00 UTC.
    private static final Instant BEFORE_THE_OVERLAP = Instant.parse("2026-10-24T12:00:00Z");

    private static Schedule berlin(String cron, GapPolicy gap, OverlapPolicy overlap) {
        return new Schedule(cron, "Europe/Berlin", gap, overlap);
    }

    private static List<String> told(List<Occurrence> occurrences) {
        return occurrences.stream()
                .map(time -> "%s %s %s".formatted(time.localTime(), time.at(), time.effect()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "SKIP,2026-03-29T02:30 null GAP_SKIPPED",
        "SHIFT,2026-03-29T02:30 2026-03-29T01:30:00Z GAP_SHIFTED",
        "RUN_AT_TRANSITION,2026-03-29T02:30 2026-03-29T01:00:00Z GAP_AT_TRANSITION"
    })
    void theNightWithoutHalfPastTwoIsShown(GapPolicy policy, String night) {
        var schedule = berlin("30 2 * * *", policy, OverlapPolicy.FIRST);

        assertThat(told(schedule.preview(BEFORE_THE_GAP, 2)))
                .containsExactly(night, "2026-03-30T02:30 2026-03-30T00:30:00Z NONE");
    }

    @ParameterizedTest
    @CsvSource({
        "FIRST,2026-10-25T02:30 2026-10-25T00:30:00Z OVERLAP_FIRST",
        "LAST,2026-10-25T02:30 2026-10-25T01:30:00Z OVERLAP_LAST"
    })
    void theNightWithTwoTimesHalfPastTwoIsShown(OverlapPolicy policy, String night) {
        var schedule = berlin("30 2 * * *", GapPolicy.SHIFT, policy);

        assertThat(told(schedule.preview(BEFORE_THE_OVERLAP, 2)))
                .containsExactly(night, "2026-10-26T02:30 2026-10-26T01:30:00Z NONE");
    }

    @Test
    void bothOfTwoFireInTheirOrder() {
        var schedule = berlin("0,30 2 * * *", GapPolicy.SHIFT, OverlapPolicy.BOTH);

        assertThat(told(schedule.preview(BEFORE_THE_OVERLAP, 4)))
                .containsExactly(
                        "2026-10-25T02:00 2026-10-25T00:00:00Z OVERLAP_FIRST",
                        "2026-10-25T02:30 2026-10-25T00:30:00Z OVERLAP_FIRST",
                        "2026-10-25T02:00 2026-10-25T01:00:00Z OVERLAP_LAST",
                        "2026-10-25T02:30 2026-10-25T01:30:00Z OVERLAP_LAST");
    }

    @Test
    void allThatFallIntoTheGapFireOnceAtItsEnd() {
        var schedule = berlin("*/15 2-3 * * *", GapPolicy.RUN_AT_TRANSITION, OverlapPolicy.FIRST);

        assertThat(told(schedule.preview(BEFORE_THE_GAP, 2)))
                .containsExactly(
                        "2026-03-29T03:00 2026-03-29T01:00:00Z NONE",
                        "2026-03-29T03:15 2026-03-29T01:15:00Z NONE");
    }

    @Test
    void whatIsLeftOutIsShownOnce() {
        var schedule = berlin("*/15 1-3 * * *", GapPolicy.SKIP, OverlapPolicy.FIRST);

        assertThat(told(schedule.preview(Instant.parse("2026-03-29T00:35:00Z"), 7)))
                .hasSize(7)
                .doesNotHaveDuplicates()
                .filteredOn(time -> time.endsWith("GAP_SKIPPED"))
                .hasSize(4);
    }

    @Test
    void inUniversalTimeNothingEverChanges() {
        var schedule = Schedule.inUtc("30 2 * * *");

        assertThat(
                        Stream.of(BEFORE_THE_GAP, BEFORE_THE_OVERLAP)
                                .flatMap(from -> schedule.preview(from, 3).stream()))
                .extracting(Occurrence::effect)
                .containsOnly(Occurrence.Effect.NONE);
    }

    @Test
    void leapDaysComeEveryFourYearsAndNotIn2100() {
        var schedule = Schedule.inUtc("0 0 29 2 *");

        assertThat(schedule.next(Instant.parse("2096-02-29T00:00:00Z")))
                .contains(Instant.parse("2104-02-29T00:00:00Z"));
        assertThat(schedule.next(Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Instant.parse("2028-02-29T00:00:00Z"));
    }

    @Test
    void secondsAreTheFirstOfSixFields() {
        assertThat(Schedule.inUtc("20 0 12 * * *").next(Instant.parse("2026-01-01T12:00:19Z")))
                .contains(Instant.parse("2026-01-01T12:00:20Z"));
    }

    @Test
    void oneOfTwoDayFieldsIsEnough() {
        assertThat(Schedule.inUtc("0 0 13 * FRI").preview(Instant.parse("2026-11-08T00:00:00Z"), 3))
                .extracting(time -> time.localTime().toLocalDate().toString())
                .containsExactly("2026-11-13", "2026-11-20", "2026-11-27");
    }

    @Test
    void aDayThatAPlaceNeverHadIsSkipped() {
        var schedule =
                new Schedule("0 12 30 12 *", "Pacific/Apia", GapPolicy.SKIP, OverlapPolicy.FIRST);

        assertThat(schedule.next(Instant.parse("2011-12-01T00:00:00Z")))
                .contains(Instant.parse("2012-12-29T22:00:00Z"));
    }

    @Test
    void missedTimesAreCountedUpToABound() {
        var schedule = Schedule.inUtc("0 * * * *");
        var from = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(schedule.count(from, from.plusSeconds(3 * 3600), 10)).isEqualTo(3);
        assertThat(schedule.count(from, from.plusSeconds(30 * 3600), 10)).isEqualTo(10);
    }
}
