package codex.jobs.model.recurring;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A cron expression: five fields (minute, hour, day of month, month, day of week), or six with
/// seconds in front. Each field is `*`, numbers, ranges, lists and steps, or names of months and
/// days; `L` is the last day of a month; 0 and 7 are Sunday; `?` in one of the two day fields is
/// `*`. If both day fields restrict the day, it is enough to satisfy one of them (POSIX crontab).
///
/// It speaks of the clock on a wall and knows no time zone.
final class Cron {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final CronDefinition MINUTES = definition(false);
    private static final CronDefinition SECONDS = definition(true);
    private static final int FIELDS = 5;

    private final ExecutionTime times;

    private Cron(ExecutionTime times) {
        this.times = times;
    }

    /// @throws IllegalArgumentException with the reason, in words for who wrote the expression
    static Cron parse(String expression) {
        var fields = List.of(BLANKS.split(expression.strip()));
        if (fields.size() != FIELDS && fields.size() != FIELDS + 1) {
            throw new IllegalArgumentException(
                    "Five fields are needed, or six with seconds in front, not " + fields.size());
        }
        var definition = fields.size() == FIELDS ? MINUTES : SECONDS;
        var parsed = new CronParser(definition).parse(String.join(" ", withoutQuestions(fields)));
        return new Cron(ExecutionTime.forCron(parsed));
    }

    private static List<String> withoutQuestions(List<String> fields) {
        var day = fields.size() - 3;
        var weekday = fields.size() - 1;
        if (fields.get(day).equals("?") && fields.get(weekday).equals("?")) {
            throw new IllegalArgumentException("Only one of the two day fields can be ?");
        }
        return IntStream.range(0, fields.size())
                .mapToObj(index -> {
                    var field = fields.get(index);
                    var isDay = index == day || index == weekday;
                    return isDay && field.equals("?") ? "*" : field;
                })
                .toList();
    }

    private static CronDefinition definition(boolean seconds) {
        var fields = CronDefinitionBuilder.defineCron();
        if (seconds) {
            fields = fields.withSeconds().withValidRange(0, 59).withStrictRange().and();
        }
        return fields.withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .supportsL()
                .withValidRange(1, 31)
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withMondayDoWValue(1)
                .withValidRange(0, 7)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .instance();
    }

    /// The first time later than `after`; empty if there is none.
    Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime);
    }
}
