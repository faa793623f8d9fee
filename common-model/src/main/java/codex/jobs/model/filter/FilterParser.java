package codex.jobs.model.filter;

import static codex.jobs.model.filter.Findings.quoted;

import codex.jobs.model.filter.FilterFinding.Code;
import codex.jobs.model.filter.Json.JsonList;
import java.util.ArrayList;
import java.util.List;

/// JSON → filter, after the grammar of specification 1.11. Goes on after a mistake, so that all of
/// them are found; what it answers is worth nothing if there were any.
final class FilterParser {

    private final FilterLimits limits;
    private final Findings findings;
    private final FieldParser fields;

    FilterParser(ContentFields known, FilterLimits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
        this.fields = new FieldParser(known, limits, findings);
    }

    Filter filter(Json json) {
        return filter(json, 0);
    }

    private Filter filter(Json json, int depth) {
        if (depth > limits.depth()) {
            findings.add(Code.TOO_DEEP, json, "And, Or and Not are nested too deep");
            return Filter.everything();
        }
        var parts = new ArrayList<Filter>();
        for (var member : findings.members(json, "A filter", FieldParser::folded)) {
            var value = member.value();
            switch (FieldParser.folded(member.key())) {
                case "_t" -> findings.checkType(value, "EntryFilter");
                case "system" -> parts.add(fields.system(value));
                case "content" -> parts.add(fields.content(value));
                case "and" -> parts.addAll(list(value, depth));
                case "or" -> parts.add(or(value, depth));
                case "not" -> parts.add(new Filter.Not(filter(value, depth + 1)));
                default -> findings.add(Code.UNKNOWN_KEY, value, misplaced(member.key()));
            }
        }
        return Filter.all(parts);
    }

    private static String misplaced(String key) {
        return SystemField.named(key).isPresent()
                ? key + " belongs into system"
                : quoted(key) + " is not part of a filter";
    }

    private Filter or(Json json, int depth) {
        var parts = list(json, depth);
        return parts.isEmpty() ? Filter.everything() : Filter.any(parts);
    }

    /// Empty only if that was found to be wrong: no list at all would mean everything to one reader
    /// and nothing to the other.
    private List<Filter> list(Json json, int depth) {
        if (!(json instanceof JsonList(_, var elements))) {
            findings.add(Code.WRONG_VALUE, json, "A list of filters was expected");
            return List.of();
        }
        if (elements.isEmpty()) {
            findings.add(Code.EMPTY, json, "At least one filter was expected");
        } else if (elements.size() > limits.values()) {
            findings.add(Code.TOO_MANY_VALUES, json, "More than " + limits.values() + " filters");
            return List.of();
        }
        return elements.stream().map(element -> filter(element, depth + 1)).toList();
    }
}
