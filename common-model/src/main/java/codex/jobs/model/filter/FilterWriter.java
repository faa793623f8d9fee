package codex.jobs.model.filter;

import codex.jobs.model.filter.Filter.All;
import codex.jobs.model.filter.Filter.Any;
import codex.jobs.model.filter.Filter.Condition;
import codex.jobs.model.filter.Filter.Not;
import codex.jobs.model.filter.ValueTest.Compare;
import codex.jobs.model.filter.ValueTest.Contains;
import codex.jobs.model.filter.ValueTest.Exists;
import codex.jobs.model.filter.ValueTest.OneOf;
import codex.jobs.model.filter.ValueTest.StartsWith;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Filter → one JSON object. Conditions share it as far as the grammar allows; what finds its place
/// taken goes into `And`.
final class FilterWriter {

    private final Map<FilterField, Asked> fields = new LinkedHashMap<>();
    private final Map<String, Object> groups = new LinkedHashMap<>();
    private final List<Object> and = new ArrayList<>();

    private FilterWriter() {}

    static String json(Filter filter) {
        return JsonWriter.of(object(filter));
    }

    private static Map<String, Object> object(Filter filter) {
        var writer = new FilterWriter();
        for (var part : filter instanceof All(var parts) ? parts : List.of(filter)) {
            if (!writer.place(part)) {
                writer.and.add(object(part));
            }
        }
        return writer.object();
    }

    private boolean place(Filter part) {
        return switch (part) {
            case All _ -> false;
            case Any(var parts) ->
                    groups.putIfAbsent("Or", parts.stream().map(FilterWriter::object).toList())
                            == null;
            case Condition(var field, var kind, var test) ->
                    place(field, kind, operator(kind, test), operand(kind, test));
            case Not(Condition(var field, var kind, OneOf test)) when kind.knows(Operator.NIN) ->
                    place(field, kind, Operator.NIN, operand(kind, test));
            case Not(Condition(var field, var kind, Exists _)) ->
                    place(field, kind, Operator.EXISTS, false);
            case Not(var negated) -> groups.putIfAbsent("Not", object(negated)) == null;
        };
    }

    private boolean place(FilterField field, ValueKind kind, Operator operator, Object operand) {
        var asked = fields.computeIfAbsent(field, _ -> new Asked(kind, new LinkedHashMap<>()));
        return asked.kind == kind && asked.operators.putIfAbsent(operator.word(), operand) == null;
    }

    private static Operator operator(ValueKind kind, ValueTest test) {
        return switch (test) {
            case OneOf _ -> kind.knows(Operator.IN) ? Operator.IN : Operator.EQ;
            case StartsWith _ -> Operator.STARTS_WITH;
            case Contains _ -> Operator.CONTAINS;
            case Compare(var side, _) ->
                    switch (side) {
                        case ABOVE -> Operator.GT;
                        case AT_LEAST -> Operator.GTE;
                        case BELOW -> Operator.LT;
                        case AT_MOST -> Operator.LTE;
                    };
            case Exists _ -> Operator.EXISTS;
        };
    }

    private static Object operand(ValueKind kind, ValueTest test) {
        return switch (test) {
            case OneOf(var values) when !kind.knows(Operator.IN) ->
                    operand(values.iterator().next());
            case OneOf(var values) -> values.stream().map(FilterWriter::operand).toList();
            case StartsWith(var start) -> start;
            case Contains(var part) -> part;
            case Compare(_, var limit) -> operand(limit);
            case Exists _ -> true;
        };
    }

    private static Object operand(Value value) {
        return switch (value) {
            case Value.Text(var text) -> text;
            case Value.Decimal(var number) -> number;
            case Value.Time time -> time.text();
            case Value.Truth(var isTrue) -> isTrue;
            case Value.Status(var status) -> status.name();
        };
    }

    private Map<String, Object> object() {
        var system = new LinkedHashMap<String, Object>();
        var content = new LinkedHashMap<String, Object>();
        fields.forEach((field, asked) -> {
            var operators = new LinkedHashMap<>(asked.operators);
            operators.put("_t", asked.kind.typeName());
            switch (field) {
                case SystemField named -> system.put(named.word(), operators);
                case FilterField.Content(var alias) -> content.put(alias, operators);
            }
        });
        var object = new LinkedHashMap<String, Object>();
        if (!system.isEmpty()) {
            system.put("_t", "EntrySystemFilter");
            object.put("system", system);
        }
        if (!content.isEmpty()) {
            object.put("content", content);
        }
        object.putAll(groups);
        if (!and.isEmpty()) {
            object.put("And", and);
        }
        return object;
    }

    private record Asked(ValueKind kind, Map<String, Object> operators) {}
}
