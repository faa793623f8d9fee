package codex.jobs.api.graphql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `DateTime`: `2024-05-14T10:00:00.000Z`, always three decimals; an offset is needed on the way
/// in, up to seven decimals are read.
final class DateTimeFormat {

    private static final Pattern RULE =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?(Z|[+-]\\d{2}:\\d{2})",
                    Pattern.CASE_INSENSITIVE);

    /// The published server knows no larger ones.
    private static final int MAX_OFFSET_HOURS = 14;

    private static final DateTimeFormatter PRINTED =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 3, 3, true)
                    .appendOffset("+HH:MM", "Z")
                    .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter READ =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);

    private DateTimeFormat() {}

    static @Nullable Object print(Object value) {
        return switch (value) {
            case Instant instant -> PRINTED.format(instant.atOffset(ZoneOffset.UTC));
            case OffsetDateTime time -> PRINTED.format(time);
            default -> null;
        };
    }

    static @Nullable Object parse(String text) {
        if (!RULE.matcher(text).matches()) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT), READ);
            return Math.abs(time.getOffset().getTotalSeconds()) <= MAX_OFFSET_HOURS * 3600
                    ? time.toInstant()
                    : null;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
