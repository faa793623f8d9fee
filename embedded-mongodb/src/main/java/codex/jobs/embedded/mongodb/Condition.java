package codex.jobs.embedded.mongodb;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a query demands of one field, as far as an index can answer it: one of some values, or a
/// range of values of one type.
sealed interface Condition {

    /// Equal to one of these values. Empty: nothing can match.
    record Points(List<@Nullable Object> values) implements Condition {

        boolean single() {
            return values.size() == 1;
        }

        boolean excludesMissing() {
            return values.stream().allMatch(value -> value != null);
        }
    }

    /// Of the same type as the bounds and within them; at least one is given.
    record Range(@Nullable Bound lower, @Nullable Bound upper) implements Condition {

        /// An array is in a range with two ends if each is met by some element, not necessarily the
        /// same one: only one end can be used.
        Range oneSided() {
            return lower != null && upper != null ? new Range(lower, null) : this;
        }

        Object anyValue() {
            return lower != null ? lower.value : Objects.requireNonNull(upper).value;
        }
    }

    record Bound(Object value, boolean inclusive) {}
}
