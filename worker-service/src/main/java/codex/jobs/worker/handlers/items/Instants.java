package codex.jobs.worker.handlers.items;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Points in time as files write them: ISO 8601 with an offset, cut to milliseconds, which is what
/// is stored.
public final class Instants {

    private Instants() {}

    public static Optional<Instant> parsed(@Nullable Object value) {
        if (!(value instanceof String text) || text.length() > 40) {
            return Optional.empty();
        }
        try {
            var instant = OffsetDateTime.parse(text).toInstant();
            return Optional.of(Instant.ofEpochMilli(instant.toEpochMilli()));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
