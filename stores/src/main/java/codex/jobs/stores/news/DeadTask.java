package codex.jobs.stores.news;

import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;

/// A task that used up its attempts: what it was to do, where it stood, and why it died. For
/// operators; the job itself is retried through the API.
///
/// @param attempt its last
/// @param code of what went wrong then
/// @param checkpoint where a replay goes on
public record DeadTask(
        OrganizationId organization,
        JobId job,
        JobType jobType,
        JobSpec spec,
        TaskId task,
        TaskType type,
        int attempt,
        String code,
        String message,
        Checkpoint checkpoint,
        Instant diedAt) {}
