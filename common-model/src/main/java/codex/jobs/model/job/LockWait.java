package codex.jobs.model.job;

import codex.jobs.model.tenant.EnvironmentId;

/// The stated reason of a job that waits: this job holds that environment.
public record LockWait(EnvironmentId environment, JobId holder) {}
