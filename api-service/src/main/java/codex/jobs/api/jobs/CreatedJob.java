package codex.jobs.api.jobs;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.Task;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The payload that all creating mutations share. Here who created it is an id, on `Job` it is a
/// `User` (specification 2.5).
public record CreatedJob(
        JobId id,
        String name,
        JobType type,
        @Nullable String fileKey,
        JobStatus status,
        List<Task> tasks,
        Instant createdAt,
        @Nullable Instant updatedAt,
        String createdBy,
        String updatedBy) {

    public static CreatedJob of(Job job) {
        return new CreatedJob(
                job.id(),
                job.name(),
                job.type(),
                job.fileKey(),
                job.status(),
                job.tasks(),
                job.createdAt(),
                job.updatedAt(),
                job.createdBy().id(),
                job.updatedBy().id());
    }
}
