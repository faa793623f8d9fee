package codex.jobs.model.filter;

import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.filter.Filter.Condition;
import codex.jobs.model.filter.Filter.Not;
import codex.jobs.model.filter.FilterFinding.Code;
import codex.jobs.model.filter.Json.JsonList;
import codex.jobs.model.filter.Json.JsonNumber;
import codex.jobs.model.filter.Json.JsonText;
import codex.jobs.model.filter.Json.JsonTruth;
import codex.jobs.model.filter.ValueTest.Compare;
import codex.jobs.model.filter.ValueTest.Contains;
import codex.jobs.model.filter.ValueTest.Exists;
import codex.jobs.model.filter.ValueTest.OneOf;
import codex.jobs.model.filter.ValueTest.Side;
import codex.jobs.model.filter.ValueTest.StartsWith;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One operator with what it compares with.
final class ValueParser {

    /// The form of the API's `DateTime` (specification 2.1).
    private static final Pattern TIME =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?(Z|[+-]\\d{2}:\\d{2})",
                    Pattern.CASE_INSENSITIVE);

    /// What a stored decimal can hold.
    private static final int DIGITS = 34;

    private static final int EXPONENT = 6_000;
    private static final int LAST_YEAR = 9_999;
    private static final int LITERAL = 100;

    private final FilterLimits limits;
    private final Findings findings;

    ValueParser(FilterLimits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    Optional<Filter> condition(FilterField field, ValueKind kind, Operator operator, Json json) {
        return switch (operator) {
            case EQ -> one(kind, json).map(value -> asked(field, kind, value));
            case NE -> one(kind, json).map(value -> new Not(asked(field, kind, value)));
            case IN -> list(kind, json).map(values -> asked(field, kind, values));
            case NIN -> list(kind, json).map(values -> new Not(asked(field, kind, values)));
            case STARTS_WITH ->
                    part(json, limits.valueCharacters())
                            .map(start -> new Condition(field, kind, new StartsWith(start)));
            case CONTAINS ->
                    part(json, limits.partCharacters())
                            .map(part -> new Condition(field, kind, new Contains(part)));
            case GT -> compare(field, kind, Side.ABOVE, json);
            case GTE -> compare(field, kind, Side.AT_LEAST, json);
            case LT -> compare(field, kind, Side.BELOW, json);
            case LTE -> compare(field, kind, Side.AT_MOST, json);
            case EXISTS -> exists(field, kind, json);
        };
    }

    private static Filter asked(FilterField field, ValueKind kind, Value value) {
        return asked(field, kind, Set.of(value));
    }

    private static Filter asked(FilterField field, ValueKind kind, Set<Value> values) {
        return new Condition(field, kind, new OneOf(values));
    }

    private Optional<Filter> compare(FilterField field, ValueKind kind, Side side, Json json) {
        return one(kind, json).map(limit -> new Condition(field, kind, new Compare(side, limit)));
    }

    private Optional<Filter> exists(FilterField field, ValueKind kind, Json json) {
        if (!(json instanceof JsonTruth(_, var isWanted))) {
            return wrong(json, "true or false was expected");
        }
        var exists = new Condition(field, kind, new Exists());
        return Optional.of(isWanted ? exists : new Not(exists));
    }

    private Optional<Set<Value>> list(ValueKind kind, Json json) {
        if (!(json instanceof JsonList(_, var elements))) {
            return wrong(json, "A list was expected");
        }
        if (elements.size() > limits.values()) {
            findings.add(Code.TOO_MANY_VALUES, json, "More than " + limits.values() + " values");
            return Optional.empty();
        }
        var values = new LinkedHashSet<Value>();
        elements.forEach(element -> one(kind, element).ifPresent(values::add));
        return Optional.of(values);
    }

    private Optional<Value> one(ValueKind kind, Json json) {
        return switch (kind) {
            case TEXT -> text(json, limits.valueCharacters()).map(Value.Text::new);
            case NUMBER -> number(json);
            case TIME -> time(json);
            case BOOLEAN ->
                    json instanceof JsonTruth(_, var truth)
                            ? Optional.of(new Value.Truth(truth))
                            : wrong(json, "true or false was expected");
            case STATUS -> status(json);
        };
    }

    /// Every text begins with and contains the empty one, which is hardly meant.
    private Optional<String> part(Json json, int longest) {
        var part = text(json, longest);
        if (part.isPresent() && part.get().isEmpty()) {
            findings.add(Code.EMPTY, json, "The text must not be empty");
            return Optional.empty();
        }
        return part;
    }

    private Optional<String> text(Json json, int longest) {
        if (!(json instanceof JsonText(_, var text))) {
            return wrong(json, "A text was expected");
        }
        if (text.length() > longest) {
            findings.add(Code.TOO_LONG, json, "More than " + longest + " characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Value> number(Json json) {
        if (!(json instanceof JsonNumber(_, var literal))) {
            return wrong(json, "A number was expected");
        }
        try {
            // Long literals are not even looked at: exponents make small texts large numbers.
            var number = literal.length() > LITERAL ? null : new BigDecimal(literal);
            if (number != null) {
                var value = new Value.Decimal(number);
                if (value.number().precision() <= DIGITS
                        && Math.abs(value.number().scale()) <= EXPONENT) {
                    return Optional.of(value);
                }
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // The exponent is out of any range.
        }
        return wrong(json, "A number has at most " + DIGITS + " digits");
    }

    private Optional<Value> time(Json json) {
        if (json instanceof JsonText(_, var text) && TIME.matcher(text).matches()) {
            try {
                var time =
                        OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                                .withOffsetSameInstant(ZoneOffset.UTC);
                if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
                    return Optional.of(new Value.Time(time.toInstant()));
                }
            } catch (DateTimeException _) {
                // No such day.
            }
        }
        return wrong(json, "A time looks like 2026-01-31T12:00:00Z, with an offset");
    }

    private Optional<Value> status(Json json) {
        var status =
                switch (json) {
                    case JsonText(_, var name) -> EntryStatus.named(name);
                    case JsonNumber(_, var literal)
                            when literal.length() == 1 && literal.charAt(0) != '-' ->
                            EntryStatus.of(Long.parseLong(literal));
                    default -> Optional.<EntryStatus>empty();
                };
        return status.isPresent()
                ? status.map(Value.Status::new)
                : wrong(json, "A status is a number from 1 to 7 or a name such as DRAFT");
    }

    private <T> Optional<T> wrong(Json json, String message) {
        findings.add(Code.WRONG_VALUE, json, message);
        return Optional.empty();
    }
}
