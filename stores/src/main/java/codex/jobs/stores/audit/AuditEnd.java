package codex.jobs.stores.audit;

import org.jspecify.annotations.Nullable;

/// How the request of a record ended.
///
/// @param code why it was refused
/// @param target the id of what was created or changed; null leaves what the record says
public record AuditEnd(
        String id, AuditOutcome outcome, @Nullable String code, @Nullable String target) {}
