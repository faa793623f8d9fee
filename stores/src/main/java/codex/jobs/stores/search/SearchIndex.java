package codex.jobs.stores.search;

import codex.jobs.model.tenant.Scope;
import java.util.Locale;

/// The indices of an environment, one for each `REINDEX_*` task (specification 3.0, "Storage
/// layout").
public enum SearchIndex {
    ENTRIES,
    URLS,
    TAGS,
    GENERAL;

    /// Under which outside readers find it.
    String alias(Scope scope) {
        return String.join(".", scope.organization().value(), scope.environment().value(), name())
                .toLowerCase(Locale.ROOT);
    }

    /// The physical index of one generation.
    String physical(Scope scope) {
        return alias(scope) + ".g" + scope.generation();
    }
}
