package codex.jobs.stores.audit;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which records of an organization; a null condition, or an empty list, is no condition.
///
/// @param actor the id of an actor
/// @param apiKey the public id of a key
/// @param from inclusive
/// @param to exclusive
public record AuditQuery(
        OrganizationId organization,
        List<String> actions,
        @Nullable String actor,
        @Nullable String apiKey,
        @Nullable String target,
        List<AuditOutcome> outcomes,
        @Nullable Instant from,
        @Nullable Instant to,
        int offset,
        int limit) {

    public AuditQuery {
        actions = List.copyOf(actions);
        outcomes = List.copyOf(outcomes);
    }
}
