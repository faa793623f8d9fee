package codex.jobs.stores.news;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import org.jspecify.annotations.Nullable;

/// A task that used up its attempts, and why: for operators. The job itself is retried through the
/// API.
public record DeadTask(
        OrganizationId organization,
        JobId job,
        TaskId task,
        TaskType type,
        int attempt,
        @Nullable String code,
        @Nullable String message) {}
