package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tenant as it is stored.
public record Organization(OrganizationId id, @Nullable String displayName, Instant createdAt) {}
