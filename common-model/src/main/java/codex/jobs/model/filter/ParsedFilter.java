package codex.jobs.model.filter;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of a client's text: a filter, perhaps with warnings, or errors.
public final class ParsedFilter {

    private final @Nullable Filter filter;
    private final List<FilterFinding> warnings;
    private final List<FilterFinding> errors;

    private ParsedFilter(
            @Nullable Filter filter, List<FilterFinding> warnings, List<FilterFinding> errors) {
        this.filter = filter;
        this.warnings = List.copyOf(warnings);
        this.errors = List.copyOf(errors);
    }

    static ParsedFilter accepted(Filter filter, List<FilterFinding> warnings) {
        return new ParsedFilter(filter, warnings, List.of());
    }

    static ParsedFilter refused(List<FilterFinding> errors) {
        return new ParsedFilter(null, List.of(), errors);
    }

    /// What was understood.
    ///
    /// @throws IllegalStateException if there are errors
    public Filter filter() {
        if (filter == null) {
            throw new IllegalStateException("There is no filter, but " + errors);
        }
        return filter;
    }

    /// What was repaired.
    public List<FilterFinding> warnings() {
        return warnings;
    }

    /// All of them, in the order of the text, up to a hundred; empty if there is a filter.
    public List<FilterFinding> errors() {
        return errors;
    }

    /// The filter, or what the API answers: one violation for each error, its place behind the
    /// argument's as in `createJobInput.filter#/system/SiteId`.
    ///
    /// @throws Rejected with `INVALID_FILTER` if there are errors
    public Filter orReject(String argument) {
        if (errors.isEmpty()) {
            return Objects.requireNonNull(filter);
        }
        throw new Rejected(
                errors.stream()
                        .map(error ->
                                new Rejected.Violation(
                                        ErrorCode.INVALID_FILTER,
                                        argument + "#" + error.pointer(),
                                        error.message()))
                        .toList());
    }
}
