package codex.jobs.stores.dead;

import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import org.jspecify.annotations.Nullable;

/// Which dead tasks of an organization nobody has looked after yet; null is no condition.
public record DeadTaskQuery(
        OrganizationId organization,
        @Nullable String cause,
        @Nullable TaskType taskType,
        int offset,
        int limit) {}
