package codex.jobs.api.graphql;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `TimeSpan`: an ISO 8601 duration with days, `P1DT2H3M4.25S`; up to seven decimals, zero is
/// `PT0S`. (`Duration.toString()` would print `PT26H3M4.25S`.)
final class TimeSpanFormat {

    private static final int NANOS_PER_TICK = 100;

    private static final Pattern RULE =
            Pattern.compile(
                    "-?P(?=.)(\\d{1,8}D)?(T(?=.)(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}(\\.\\d{1,7})?S)?)?");

    private TimeSpanFormat() {}

    static @Nullable Object print(Object value) {
        return value instanceof Duration duration ? text(duration) : null;
    }

    private static String text(Duration duration) {
        var span = duration.abs();
        var ticks = span.getNano() / NANOS_PER_TICK;
        if (span.getSeconds() == 0 && ticks == 0) {
            return "PT0S";
        }
        var text = new StringBuilder(duration.isNegative() ? "-P" : "P");
        append(text, span.toDays(), 'D');
        var date = text.length();
        append(text, span.toHoursPart(), 'H');
        append(text, span.toMinutesPart(), 'M');
        if (span.toSecondsPart() > 0 || ticks > 0) {
            text.append(span.toSecondsPart()).append(fraction(ticks)).append('S');
        }
        if (text.length() > date) {
            text.insert(date, 'T');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, char unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static String fraction(int ticks) {
        return ticks == 0
                ? ""
                : ("." + Integer.toString(10_000_000 + ticks).substring(1)).replaceFirst("0+$", "");
    }

    static @Nullable Object parse(String text) {
        return RULE.matcher(text).matches() ? Duration.parse(text) : null;
    }
}
