package codex.jobs.stores.dead;

import codex.jobs.model.job.TaskType;
import java.time.Instant;

/// Dead tasks with the same cause.
public record DeadTaskGroup(
        String cause, TaskType taskType, int count, Instant firstDiedAt, Instant lastDiedAt) {}
