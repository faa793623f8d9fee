package codex.jobs.stores.search;

import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.FilterField;
import codex.jobs.model.filter.SystemField;
import codex.jobs.model.filter.Value;
import codex.jobs.model.filter.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.query_dsl.Query;

/// Filter → query on the index of entries ([IndexDocument], [Mappings]). Of the entries that the
/// index has, which are those that are not deleted, it finds exactly those for which
/// [Filter#matches] is true; titles and slugs of more than 8,191 characters it does not see.
public final class SearchFilter {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\\\]");

    private SearchFilter() {}

    /// Empty if the filter asks about content, which the index does not know: ask MongoDB.
    public static Optional<Query> of(Filter filter) {
        return switch (filter) {
            case Filter.All(var parts) when parts.isEmpty() ->
                    Optional.of(Query.of(query -> query.matchAll(all -> all)));
            case Filter.All(var parts) ->
                    all(parts).map(all -> Query.of(query -> query.bool(bool -> bool.filter(all))));
            case Filter.Any(var parts) ->
                    all(parts)
                            .map(any ->
                                    Query.of(query ->
                                            query.bool(bool ->
                                                    bool.should(any).minimumShouldMatch("1"))));
            case Filter.Not(var part) ->
                    of(part).map(not -> Query.of(query -> query.bool(bool -> bool.mustNot(not))));
            case Filter.Condition(SystemField field, _, var test) ->
                    Optional.of(asked(indexed(field), test));
            case Filter.Condition(FilterField.Content _, _, _) -> Optional.empty();
        };
    }

    private static Optional<List<Query>> all(List<Filter> parts) {
        var queries = new ArrayList<Query>();
        for (var part : parts) {
            of(part).ifPresent(queries::add);
        }
        return queries.size() == parts.size() ? Optional.of(queries) : Optional.empty();
    }

    private static String indexed(SystemField field) {
        return field == SystemField.TITLE ? field.key() + "." + Mappings.EXACT : field.key();
    }

    private static Query asked(String field, ValueTest test) {
        return switch (test) {
            case ValueTest.OneOf(var values) ->
                    Query.of(query ->
                            query.terms(terms ->
                                    terms.field(field)
                                            .terms(any ->
                                                    any.value(
                                                            values.stream()
                                                                    .map(SearchFilter::indexed)
                                                                    .toList()))));
            case ValueTest.StartsWith(var start) ->
                    Query.of(query -> query.prefix(prefix -> prefix.field(field).value(start)));
            case ValueTest.Contains(var part) ->
                    Query.of(query ->
                            query.wildcard(wildcard ->
                                    wildcard.field(field).value("*" + literal(part) + "*")));
            case ValueTest.Compare(var side, var limit) -> compared(field, side, limit);
            case ValueTest.Exists _ ->
                    Query.of(query -> query.exists(exists -> exists.field(field)));
        };
    }

    private static Query compared(String field, ValueTest.Side side, Value limit) {
        var than = JsonData.of(((Value.Time) limit).text());
        return Query.of(query ->
                query.range(range ->
                        switch (side) {
                            case ABOVE -> range.field(field).gt(than);
                            case AT_LEAST -> range.field(field).gte(than);
                            case BELOW -> range.field(field).lt(than);
                            case AT_MOST -> range.field(field).lte(than);
                        }));
    }

    private static FieldValue indexed(Value value) {
        return switch (value) {
            case Value.Text(var text) -> FieldValue.of(text);
            case Value.Status(var status) -> FieldValue.of(status.number());
            case Value.Time time -> FieldValue.of(time.text());
            case Value.Decimal _, Value.Truth _ ->
                    throw new IllegalArgumentException("No system field holds " + value.kind());
        };
    }

    private static String literal(String part) {
        return WILDCARD.matcher(part).replaceAll("\\\\$0");
    }
}
