package codex.jobs.stores.dead;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.news.DeadTask;
import java.time.Instant;
import java.util.Map;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// A task that used up its attempts, as it is kept.
///
/// @param cause the code of what went wrong the last time
/// @param position of its checkpoint, where a replay goes on
/// @param closedAt when its job was replayed or deleted; null as long as somebody should look
/// @param expiresAt when the database may forget it
public record DeadTaskRecord(
        @BsonId String id,
        OrganizationId organization,
        JobId job,
        JobType jobType,
        TaskId task,
        TaskType taskType,
        int attempt,
        String cause,
        String message,
        long chunksDone,
        Map<String, String> position,
        Instant diedAt,
        @Nullable Instant closedAt,
        Instant expiresAt) {

    public DeadTaskRecord {
        position = Map.copyOf(position);
    }

    static DeadTaskRecord of(DeadTask task, Instant expiresAt) {
        return new DeadTaskRecord(
                task.task() + ":" + task.attempt(),
                task.organization(),
                task.job(),
                task.jobType(),
                task.task(),
                task.type(),
                task.attempt(),
                task.code(),
                task.message(),
                task.checkpoint().chunksDone(),
                task.checkpoint().position(),
                task.diedAt(),
                null,
                expiresAt);
    }
}
