package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;

import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.FilterField;
import codex.jobs.model.filter.SystemField;
import codex.jobs.model.filter.Value;
import codex.jobs.model.filter.ValueKind;
import codex.jobs.model.filter.ValueTest;
import codex.jobs.stores.mongo.Text;
import java.math.BigDecimal;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.conversions.Bson;

/// Filter → query on entries as they are stored. It finds exactly the entries for which
/// [Filter#matches] is true: MongoDB compares values of one type only, numbers of all widths as
/// numbers, and looks into lists one level deep.
public final class MongoFilter {

    /// Zeros at the end of the longest number of 64 bits.
    private static final int ZEROS = 18;

    private MongoFilter() {}

    public static Bson of(Filter filter) {
        return switch (filter) {
            case Filter.All(var parts) when parts.isEmpty() -> empty();
            case Filter.All(var parts) -> and(all(parts));
            case Filter.Any(var parts) -> or(all(parts));
            case Filter.Not(var part) -> nor(of(part));
            case Filter.Condition(var field, var kind, var test) -> anywhere(field, kind, test);
        };
    }

    private static List<Bson> all(List<Filter> parts) {
        return parts.stream().map(MongoFilter::of).toList();
    }

    private static Bson anywhere(FilterField field, ValueKind kind, ValueTest test) {
        return switch (field) {
            case SystemField.ID -> at("_id", kind, test);
            case SystemField.LABELS -> at("system.labels.id", kind, test);
            case SystemField system -> at("system." + system.key(), kind, test);
            case FilterField.Content(var alias) ->
                    or(
                            at("content." + alias, kind, test),
                            at("content." + alias + ".id", kind, test));
        };
    }

    private static Bson at(String path, ValueKind kind, ValueTest test) {
        return switch (test) {
            case ValueTest.OneOf(var values) ->
                    in(path, values.stream().map(MongoFilter::stored).toList());
            case ValueTest.StartsWith(var start) -> regex(path, "^" + Text.literal(start));
            case ValueTest.Contains(var part) -> regex(path, Text.literal(part));
            case ValueTest.Compare(var side, var limit) ->
                    switch (side) {
                        case ABOVE -> gt(path, stored(limit));
                        case AT_LEAST -> gte(path, stored(limit));
                        case BELOW -> lt(path, stored(limit));
                        case AT_MOST -> lte(path, stored(limit));
                    };
            case ValueTest.Exists _ -> exists(path, kind);
        };
    }

    /// From the least of its kind on: a range leads through an index, unlike `$type`.
    private static Bson exists(String path, ValueKind kind) {
        return switch (kind) {
            case TEXT -> gte(path, "");
            case NUMBER -> gte(path, Double.NEGATIVE_INFINITY);
            case TIME -> gte(path, new BsonDateTime(Long.MIN_VALUE));
            case BOOLEAN -> in(path, false, true);
            case STATUS -> gte(path, 0);
        };
    }

    private static Object stored(Value value) {
        return switch (value) {
            case Value.Text(var text) -> text;
            case Value.Decimal(var number) -> number(number);
            case Value.Time(var instant) -> new BsonDateTime(instant.toEpochMilli());
            case Value.Truth(var isTrue) -> isTrue;
            case Value.Status(var status) -> status.number();
        };
    }

    /// In the width in which whole numbers are stored, as far as they fit.
    private static Number number(BigDecimal number) {
        return number.scale() <= 0
                        && number.scale() >= -ZEROS
                        && number.toBigIntegerExact().bitLength() < Long.SIZE
                ? number.longValueExact()
                : number;
    }
}
