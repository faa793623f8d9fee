package codex.jobs.api.exports;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobNote;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.filter.ContentFields;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.FilterMode;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.filter.ParsedFilter;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a client's filter means where it is applied. Exports only read, so the form that the public
/// documentation shows is repaired, and the job's log says so (specification 1.11).
@Component
final class ExportFilters {

    private final ContentReader content;

    ExportFilters(ContentReader content) {
        this.content = content;
    }

    /// @param filter null or blank means every entry
    Understood read(@Nullable String filter, Scope scope, Violations violations) {
        if (filter == null || filter.isBlank()) {
            return new Understood(Filter.everything(), List.of());
        }
        var fields = ContentFields.of(content.models(scope));
        var parsed = Filters.parse(filter, FilterMode.LENIENT, fields);
        parsed.errors()
                .forEach(error ->
                        violations.add(
                                ErrorCode.INVALID_FILTER,
                                "filter#" + error.pointer(),
                                error.message() + "."));
        return parsed.errors().isEmpty()
                ? new Understood(parsed.filter(), notes(parsed))
                : new Understood(Filter.everything(), List.of());
    }

    private static List<JobNote> notes(ParsedFilter parsed) {
        return parsed.warnings().stream()
                .map(warning ->
                        new JobNote(LogType.WARNING, warning.code().name(), warning.message()))
                .toList();
    }

    /// @param notes what the job's log says about it
    record Understood(Filter filter, List<JobNote> notes) {}
}
