package codex.jobs.model.message;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;

/// Run this task as this attempt. Doubled and late commands are harmless: only the first claim of
/// an attempt succeeds.
public record TaskCommand(OrganizationId organization, JobId job, TaskId task, int attempt) {}
