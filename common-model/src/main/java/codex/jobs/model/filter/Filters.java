package codex.jobs.model.filter;

import codex.jobs.model.filter.FilterFinding.Code;
import java.util.List;

/// Reads filters (specification 1.11, `docs/filters.md`).
public final class Filters {

    private Filters() {}

    /// Reads a client's filter without knowing any model: a condition on content must say its `_t`.
    public static ParsedFilter parse(String json, FilterMode mode) {
        return parse(json, mode, ContentFields.UNKNOWN);
    }

    /// Reads a client's filter, which may name these fields.
    public static ParsedFilter parse(String json, FilterMode mode, ContentFields fields) {
        return parse(json, mode, fields, FilterLimits.FOR_CLIENTS);
    }

    /// Reads what [Filter#json] wrote.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static Filter stored(String json) {
        var parsed = parse(json, FilterMode.STRICT, ContentFields.UNKNOWN, FilterLimits.FOR_STORED);
        if (!parsed.errors().isEmpty()) {
            throw new IllegalArgumentException(
                    "Not a stored filter: " + parsed.errors().getFirst().code());
        }
        return parsed.filter();
    }

    private static ParsedFilter parse(
            String text, FilterMode mode, ContentFields fields, FilterLimits limits) {
        if (text.length() > limits.characters()) {
            return refused(
                    new FilterFinding(
                            Code.TOO_LONG, "", "More than " + limits.characters() + " characters"));
        }
        var reader = new JsonReader(text);
        try {
            var json = reader.value();
            var rest = reader.rest();
            if (rest.isEmpty()) {
                return parse(json, fields, limits, false);
            }
            return mode == FilterMode.LENIENT && FilterRepair.isSurplus(rest)
                    ? parse(FilterRepair.repaired(json), fields, limits, true)
                    : refused(reader.tooMuch());
        } catch (JsonReader.Malformed e) {
            return refused(e.finding());
        }
    }

    private static ParsedFilter parse(
            Json json, ContentFields fields, FilterLimits limits, boolean isRepaired) {
        var findings = new Findings();
        var filter = new FilterParser(fields, limits, findings).filter(json);
        if (!findings.all().isEmpty()) {
            return ParsedFilter.refused(findings.all());
        }
        return ParsedFilter.accepted(filter, isRepaired ? List.of(repaired(filter)) : List.of());
    }

    private static ParsedFilter refused(FilterFinding error) {
        return ParsedFilter.refused(List.of(error));
    }

    private static FilterFinding repaired(Filter filter) {
        return new FilterFinding(
                Code.FILTER_REPAIRED,
                "",
                "The filter has closing braces too many; it was understood as " + filter.json());
    }
}
