package codex.jobs.model.recurring;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;

/// A cron expression by chance, with what it means written down beside it, field by field: nothing
/// here reads an expression.
record RandomCron(
        String expression, Field minutes, Field hours, Days days, Field months, Field weekdays) {

    /// What one field allows.
    record Field(String text, BitSet allowed, boolean isAny) {}

    /// @param lastOfMonth whether the last day of a month is allowed, besides those named
    record Days(Field field, boolean lastOfMonth) {}

    static RandomCron of(Random random) {
        var minutes = few(random, 0, 59);
        var hours = anyOr(random, field(random, 0, 23), 0, 23);
        var last = random.nextInt(12) == 0;
        var days =
                last
                        ? new Days(new Field("L", new BitSet(), false), true)
                        : new Days(anyOr(random, field(random, 1, 31), 1, 31), false);
        var months = anyOr(random, field(random, 1, 12), 1, 12);
        var weekdays = anyOr(random, field(random, 0, 6), 0, 6);
        if (random.nextInt(4) == 0 && !weekdays.isAny() && weekdays.text().equals("0")) {
            weekdays = new Field("7", weekdays.allowed(), false);
        }
        var expression =
                String.join(
                        " ",
                        minutes.text(),
                        hours.text(),
                        days.field().text(),
                        months.text(),
                        weekdays.text());
        return new RandomCron(expression, minutes, hours, days, months, weekdays);
    }

    /// Whether the time is meant, to the minute.
    boolean means(LocalDateTime time) {
        return minutes.allowed().get(time.getMinute())
                && hours.allowed().get(time.getHour())
                && months.allowed().get(time.getMonthValue())
                && meansDay(time);
    }

    private boolean meansDay(LocalDateTime time) {
        var isLast = time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth();
        var day =
                days.field().allowed().get(time.getDayOfMonth()) || (days.lastOfMonth() && isLast);
        var weekday = weekdays.allowed().get(time.getDayOfWeek().getValue() % 7);
        if (days.field().isAny()) {
            return weekday;
        }
        return weekdays.isAny() ? day : day || weekday;
    }

    private static Field anyOr(Random random, Field other, int least, int most) {
        return random.nextInt(5) < 3 ? any(least, most) : other;
    }

    private static Field any(int least, int most) {
        var all = new BitSet();
        all.set(least, most + 1);
        return new Field("*", all, true);
    }

    private static Field few(Random random, int least, int most) {
        var allowed = new BitSet();
        for (var count = 1 + random.nextInt(3); count > 0; count--) {
            allowed.set(least + random.nextInt(most - least + 1));
        }
        return new Field(list(allowed), allowed, false);
    }

    private static Field field(Random random, int least, int most) {
        return switch (random.nextInt(4)) {
            case 0 -> few(random, least, most);
            case 1 -> {
                var step = 2 + random.nextInt(Math.max(1, (most - least) / 2));
                yield new Field("*/" + step, every(least, most, step), false);
            }
            case 2 -> {
                var from = least + random.nextInt(most - least);
                var to = from + 1 + random.nextInt(most - from);
                yield new Field(from + "-" + to, every(from, to, 1), false);
            }
            default -> {
                var from = least + random.nextInt(most - least);
                var to = from + 1 + random.nextInt(most - from);
                var step = 1 + random.nextInt(3);
                yield new Field(from + "-" + to + "/" + step, every(from, to, step), false);
            }
        };
    }

    private static BitSet every(int from, int to, int step) {
        var allowed = new BitSet();
        for (var value = from; value <= to; value += step) {
            allowed.set(value);
        }
        return allowed;
    }

    private static String list(BitSet values) {
        return values.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
}
