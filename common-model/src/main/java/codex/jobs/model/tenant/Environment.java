package codex.jobs.model.tenant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One copy of a tenant's content. `activeGeneration` is the pointer whose change is the switch:
/// readers resolve it once per request.
public record Environment(
        EnvironmentId id,
        OrganizationId organization,
        EnvironmentAlias alias,
        @Nullable String displayName,
        EnvironmentStatus status,
        boolean isDefault,
        long activeGeneration,
        @Nullable EnvironmentId baseEnvironmentId,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant lastSyncedAt) {

    /// Where the content that readers see now lives.
    public Scope scope() {
        return new Scope(organization, id, activeGeneration);
    }
}
