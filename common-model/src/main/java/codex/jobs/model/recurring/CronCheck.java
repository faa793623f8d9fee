package codex.jobs.model.recurring;

import codex.jobs.model.error.ErrorCode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a cron expression may be used: it can be read, it fires at all, and there are always at
/// least 15 minutes by the clock between two of its times (specification 3.6).
public final class CronCheck {

    public static final Duration LEAST_DISTANCE = Duration.ofMinutes(15);
    public static final int LONGEST = 256;

    private static final int MOST_A_DAY = 24 * 60 / 15;

    /// Enough for two days that follow each other to meet, if they ever do: also 28 and 29
    /// February.
    private static final int DAYS_LOOKED_AT = 500;

    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final LocalDateTime BEGIN = LocalDate.of(1999, 12, 31).atTime(LAST_SECOND);

    /// Before that, the library says only that something is wrong.
    private static final String PREFIX = "Failed to parse cron expression. ";

    private CronCheck() {}

    /// Why an expression is refused.
    public record Refusal(ErrorCode code, String reason) {}

    /// Empty for an expression that may be used.
    public static Optional<Refusal> refusal(String expression) {
        if (expression.length() > LONGEST) {
            return invalid("At most " + LONGEST + " characters");
        }
        try {
            return refusal(Cron.parse(expression));
        } catch (IllegalArgumentException e) {
            var reason = String.valueOf(e.getMessage());
            return invalid(reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason);
        }
    }

    private static Optional<Refusal> refusal(Cron cron) {
        var first = cron.next(BEGIN);
        if (first.isEmpty()) {
            return invalid("There is no such date, so it would never fire");
        }
        var times = timesOfADay(cron, first.get());
        for (var index = 1; index < times.size(); index++) {
            if (isTooSoon(Duration.between(times.get(index - 1), times.get(index)))) {
                return tooFrequent(times.get(index - 1), times.get(index));
            }
        }
        var overnight =
                Duration.between(times.getLast(), times.getFirst()).plus(Duration.ofDays(1));
        return isTooSoon(overnight) && someDaysFollowEachOther(cron, first.get().toLocalDate())
                ? tooFrequent(times.getLast(), times.getFirst())
                : Optional.empty();
    }

    /// Every day that is meant has the same times. Of too many, some.
    private static List<LocalTime> timesOfADay(Cron cron, LocalDateTime first) {
        var times = new ArrayList<LocalTime>();
        var next = Optional.of(first);
        while (next.isPresent()
                && next.get().toLocalDate().equals(first.toLocalDate())
                && times.size() <= MOST_A_DAY) {
            times.add(next.get().toLocalTime());
            next = cron.next(next.get());
        }
        return times;
    }

    private static boolean someDaysFollowEachOther(Cron cron, LocalDate first) {
        var day = first;
        for (var looked = 0; looked < DAYS_LOOKED_AT; looked++) {
            var next = cron.next(day.atTime(LAST_SECOND));
            if (next.isEmpty()) {
                return false;
            }
            if (next.get().toLocalDate().equals(day.plusDays(1))) {
                return true;
            }
            day = next.get().toLocalDate();
        }
        return false;
    }

    private static boolean isTooSoon(Duration distance) {
        return distance.compareTo(LEAST_DISTANCE) < 0;
    }

    private static Optional<Refusal> invalid(String reason) {
        return Optional.of(new Refusal(ErrorCode.INVALID_CRON, reason + "."));
    }

    private static Optional<Refusal> tooFrequent(LocalTime one, LocalTime other) {
        return Optional.of(
                new Refusal(
                        ErrorCode.SCHEDULE_TOO_FREQUENT,
                        "At least %s minutes must lie between two times, not as between %s and %s."
                                .formatted(LEAST_DISTANCE.toMinutes(), one, other)));
    }
}
