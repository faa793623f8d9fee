package codex.jobs.model.filter;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a condition asks of one value.
public sealed interface ValueTest {

    /// Whether values of this kind can be asked this.
    boolean fits(ValueKind kind);

    /// Whether this value, of a kind that fits, is what was asked for.
    boolean passes(Value value);

    /// Equal to one of these; none passes if there are none.
    record OneOf(Set<Value> values) implements ValueTest {
        public OneOf {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }

        @Override
        public boolean fits(ValueKind kind) {
            return values.stream().allMatch(value -> value.kind() == kind)
                    && (kind.knows(Operator.IN) || values.size() == 1);
        }

        @Override
        public boolean passes(Value value) {
            return values.contains(value);
        }
    }

    /// A text that begins so.
    record StartsWith(String start) implements ValueTest {
        @Override
        public boolean fits(ValueKind kind) {
            return kind.knows(Operator.STARTS_WITH);
        }

        @Override
        public boolean passes(Value value) {
            return value instanceof Value.Text(var text) && text.startsWith(start);
        }
    }

    /// A text in which this occurs.
    record Contains(String part) implements ValueTest {
        @Override
        public boolean fits(ValueKind kind) {
            return kind.knows(Operator.CONTAINS);
        }

        @Override
        public boolean passes(Value value) {
            return value instanceof Value.Text(var text) && text.contains(part);
        }
    }

    /// A number or time on this side of a limit.
    record Compare(Side side, Value limit) implements ValueTest {
        @Override
        public boolean fits(ValueKind kind) {
            return kind == limit.kind() && kind.knows(Operator.GT);
        }

        @Override
        public boolean passes(Value value) {
            if (value instanceof Value.Decimal(var number)
                    && limit instanceof Value.Decimal(var than)) {
                return side.holds(number.compareTo(than));
            }
            return value instanceof Value.Time(var time)
                    && limit instanceof Value.Time(var than)
                    && side.holds(time.compareTo(than));
        }
    }

    /// There is a value.
    record Exists() implements ValueTest {
        @Override
        public boolean fits(ValueKind kind) {
            return kind.knows(Operator.EXISTS);
        }

        @Override
        public boolean passes(Value value) {
            return true;
        }
    }

    /// Where a value lies, seen from the limit.
    enum Side {
        ABOVE,
        AT_LEAST,
        BELOW,
        AT_MOST;

        /// @param order how value and limit compare
        boolean holds(int order) {
            return switch (this) {
                case ABOVE -> order > 0;
                case AT_LEAST -> order >= 0;
                case BELOW -> order < 0;
                case AT_MOST -> order <= 0;
            };
        }
    }
}
