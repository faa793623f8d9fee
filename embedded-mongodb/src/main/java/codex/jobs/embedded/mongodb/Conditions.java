package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a query demands of single fields, all of which must hold. What is not understood here is
/// left out: it only makes the search wider, since every document found is matched against the
/// whole query.
final class Conditions {

    private final Map<String, Condition> byField = new HashMap<>();
    private boolean complete = true;

    private Conditions() {}

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    @Nullable Condition on(String field) {
        return byField.get(field);
    }

    int size() {
        return byField.size();
    }

    /// Whether the conditions say everything that the query says.
    boolean complete() {
        return complete;
    }

    private void addAll(Document query) {
        query.forEach(this::add);
    }

    private void add(String field, @Nullable Object demanded) {
        if (field.equals("$and") && demanded instanceof Collection<?> parts) {
            parts.forEach(part -> addPart(part));
        } else if (field.equals("$comment")) {
            return;
        } else if (field.startsWith("$")) {
            complete = false;
        } else if (isValue(demanded)) {
            put(field, points(demanded));
        } else if (demanded instanceof Document operators && startsWithOperator(operators)) {
            addOperators(field, operators);
        } else {
            complete = false;
        }
    }

    private void addPart(@Nullable Object part) {
        if (part instanceof Document query) {
            addAll(query);
        } else {
            complete = false;
        }
    }

    private void addOperators(String field, Document operators) {
        Condition.@Nullable Bound lower = null;
        Condition.@Nullable Bound upper = null;
        for (Map.Entry<String, Object> operator : operators.entrySet()) {
            Object operand = operator.getValue();
            switch (operator.getKey()) {
                case "$eq" -> {
                    if (isValue(operand)) {
                        put(field, points(operand));
                    } else {
                        complete = false;
                    }
                }
                case "$in" -> {
                    if (operand instanceof Collection<?> values
                            && values.stream().allMatch(Conditions::isValue)) {
                        put(field, new Condition.Points(new ArrayList<>(values)));
                    } else {
                        complete = false;
                    }
                }
                case "$gt", "$gte" -> lower = bound(operand, operator.getKey().equals("$gte"));
                case "$lt", "$lte" -> upper = bound(operand, operator.getKey().equals("$lte"));
                default -> complete = false;
            }
        }
        complete &=
                (lower != null) == (operators.containsKey("$gt") || operators.containsKey("$gte"));
        complete &=
                (upper != null) == (operators.containsKey("$lt") || operators.containsKey("$lte"));
        if (lower != null || upper != null) {
            put(field, range(lower, upper));
        }
    }

    private static Condition range(
            Condition.@Nullable Bound lower, Condition.@Nullable Bound upper) {
        return lower != null
                        && upper != null
                        && KeyWriter.Tag.of(lower.value()) != KeyWriter.Tag.of(upper.value())
                ? new Condition.Points(List.of())
                : new Condition.Range(lower, upper);
    }

    private Condition.@Nullable Bound bound(@Nullable Object value, boolean inclusive) {
        return value != null && isValue(value) && !(value instanceof Document)
                ? new Condition.Bound(value, inclusive)
                : null;
    }

    /// Of two conditions on one field the narrower kind is kept, and of two bounds both; the
    /// query's matcher sees to the rest.
    private void put(String field, Condition condition) {
        Condition earlier = byField.get(field);
        if (earlier == null) {
            byField.put(field, condition);
            return;
        }
        if (earlier instanceof Condition.Range one && condition instanceof Condition.Range other) {
            if (one.upper() == null && other.lower() == null) {
                byField.put(field, range(one.lower(), other.upper()));
                return;
            }
            if (one.lower() == null && other.upper() == null) {
                byField.put(field, range(other.lower(), one.upper()));
                return;
            }
        }
        complete = false;
        if (earlier instanceof Condition.Range && condition instanceof Condition.Points) {
            byField.put(field, condition);
        }
    }

    private static Condition.Points points(@Nullable Object value) {
        List<@Nullable Object> values = new ArrayList<>(1);
        values.add(value);
        return new Condition.Points(values);
    }

    private static boolean startsWithOperator(Document document) {
        return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
    }

    /// Whether equality with the value means equality of keys. Not so for arrays, which also match
    /// by their elements, for regular expressions and for anything with operators in it.
    private static boolean isValue(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Double number -> !number.isNaN();
            case Number _, String _, ObjectId _, Boolean _, Instant _, UUID _ -> true;
            case BinData _, BsonTimestamp _, LegacyUUID _ -> true;
            case Document document ->
                    document.entrySet().stream().allMatch(Conditions::isPlainField);
            default -> false;
        };
    }

    private static boolean isPlainField(Map.Entry<String, Object> field) {
        return !field.getKey().startsWith("$") && isValue(field.getValue());
    }
}
