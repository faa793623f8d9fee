package codex.jobs.model.filter;

import codex.jobs.model.content.EntryStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What a field can hold and be compared with. Equal values are equal objects.
public sealed interface Value {

    ValueKind kind();

    /// Compared character by character: case, accents and spaces count.
    record Text(String text) implements Value {
        @Override
        public ValueKind kind() {
            return ValueKind.TEXT;
        }
    }

    /// Compared as a number, however it is written and stored.
    record Decimal(BigDecimal number) implements Value {
        public Decimal {
            number = number.stripTrailingZeros();
        }

        @Override
        public ValueKind kind() {
            return ValueKind.NUMBER;
        }
    }

    /// A point in time, in milliseconds as stored ones are.
    record Time(Instant instant) implements Value {

        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);

        public Time {
            instant = instant.truncatedTo(ChronoUnit.MILLIS);
        }

        /// Always with three decimals: a search engine takes what is left out for the last moment.
        public String text() {
            return FORMAT.format(instant);
        }

        @Override
        public ValueKind kind() {
            return ValueKind.TIME;
        }
    }

    record Truth(boolean isTrue) implements Value {
        @Override
        public ValueKind kind() {
            return ValueKind.BOOLEAN;
        }
    }

    record Status(EntryStatus status) implements Value {
        @Override
        public ValueKind kind() {
            return ValueKind.STATUS;
        }
    }
}
