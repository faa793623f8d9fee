package codex.jobs.model.filter;

import codex.jobs.model.content.EntryStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The values of a field in a stored entry, as a filter sees them: a list is its elements, what is
/// named by an object is its id, and what is null or of another kind is not there.
final class StoredValues {

    private StoredValues() {}

    static Stream<Value> of(Map<String, ?> entry, FilterField field, ValueKind kind) {
        return raw(entry, field).stream().flatMap(value -> value(kind, value).stream());
    }

    private static List<Object> raw(Map<String, ?> entry, FilterField field) {
        var found = new ArrayList<Object>();
        switch (field) {
            case SystemField.ID -> collect(entry, List.of("_id"), found);
            case SystemField.LABELS -> collect(entry, List.of("system", "labels", "id"), found);
            case SystemField system -> collect(entry, List.of("system", system.key()), found);
            case FilterField.Content(var alias) -> {
                collect(entry, List.of("content", alias), found);
                collect(entry, List.of("content", alias, "id"), found);
            }
        }
        return found;
    }

    /// Lists, on the way and at its end, are their elements, one level deep.
    private static void collect(@Nullable Object value, List<String> path, List<Object> found) {
        for (var one : value instanceof List<?> list ? list : Collections.singletonList(value)) {
            if (one != null && path.isEmpty()) {
                found.add(one);
            } else if (one instanceof Map<?, ?> map) {
                collect(map.get(path.getFirst()), path.subList(1, path.size()), found);
            }
        }
    }

    private static Optional<Value> value(ValueKind kind, Object stored) {
        return switch (kind) {
            case TEXT ->
                    stored instanceof String text
                            ? Optional.of(new Value.Text(text))
                            : Optional.empty();
            case NUMBER -> number(stored).map(Value.Decimal::new);
            case TIME -> time(stored).map(Value.Time::new);
            case BOOLEAN ->
                    stored instanceof Boolean truth
                            ? Optional.of(new Value.Truth(truth))
                            : Optional.empty();
            case STATUS ->
                    stored instanceof Integer || stored instanceof Long
                            ? EntryStatus.of(((Number) stored).longValue()).map(Value.Status::new)
                            : Optional.empty();
        };
    }

    private static Optional<BigDecimal> number(Object stored) {
        return switch (stored) {
            case BigDecimal number -> Optional.of(number);
            case Integer number -> Optional.of(BigDecimal.valueOf(number));
            case Long number -> Optional.of(BigDecimal.valueOf(number));
            case Double number when Double.isFinite(number) -> Optional.of(new BigDecimal(number));
            case Double _ -> Optional.empty();
            // A store's own decimal.
            case Number number -> parsed(number.toString());
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> parsed(String number) {
        try {
            return Optional.of(new BigDecimal(number));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Object stored) {
        return switch (stored) {
            case Date date -> Optional.of(date.toInstant());
            case Instant instant -> Optional.of(instant);
            default -> Optional.empty();
        };
    }
}
