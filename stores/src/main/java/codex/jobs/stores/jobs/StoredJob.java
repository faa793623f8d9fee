package codex.jobs.stores.jobs;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.job.QueueWait;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// A job as its document: the same components, under the name that MongoDB wants for the first.
/// Public for the driver, which reads it by reflection; of use to nobody else.
///
/// @param idempotency `<organization>/<key>`: unique among the jobs that have one
/// @param queue the [QueueKey] of a job that waits for its admission
/// @param admitted the organization, of a job that is admitted
/// @param dispatched the type of the task that waits in its topic for a worker
public record StoredJob(
        @BsonId JobId id,
        OrganizationId organization,
        long version,
        String name,
        JobSpec spec,
        EnvironmentId environment,
        JobStatus status,
        @Nullable JobOutcome outcome,
        List<Task> tasks,
        int attempt,
        Counts lines,
        @Nullable Instant scheduledTime,
        @Nullable QueueWait queueWait,
        @Nullable LockWait lockWait,
        @Nullable SessionId leaseOwner,
        @Nullable Instant wakeAt,
        boolean settled,
        @Nullable JobError error,
        JobResult result,
        Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant cancelRequestedAt,
        Actor createdBy,
        Actor updatedBy,
        @Nullable IdempotencyKey idempotencyKey,
        @Nullable RecurringJobId recurringJob,
        @Nullable String idempotency,
        @Nullable String queue,
        @Nullable OrganizationId admitted,
        @Nullable TaskType dispatched) {

    static StoredJob of(Job job) {
        return new StoredJob(
                job.id(),
                job.organization(),
                job.version(),
                job.name(),
                job.spec(),
                job.environment(),
                job.status(),
                job.outcome(),
                job.tasks(),
                job.attempt(),
                job.lines(),
                job.scheduledTime(),
                job.queueWait(),
                job.lockWait(),
                job.leaseOwner(),
                job.wakeAt(),
                job.settled(),
                job.error(),
                job.result(),
                job.createdAt(),
                job.updatedAt(),
                job.startedAt(),
                job.finishedAt(),
                job.cancelRequestedAt(),
                job.createdBy(),
                job.updatedBy(),
                job.idempotencyKey(),
                job.recurringJob(),
                idempotency(job),
                QueueKey.of(job),
                job.isAdmitted() ? job.organization() : null,
                job.dispatched().map(Task::type).orElse(null));
    }

    Job job() {
        return new Job(
                id,
                organization,
                version,
                name,
                spec,
                environment,
                status,
                outcome,
                tasks,
                attempt,
                lines,
                scheduledTime,
                queueWait,
                lockWait,
                leaseOwner,
                wakeAt,
                settled,
                error,
                result,
                createdAt,
                updatedAt,
                startedAt,
                finishedAt,
                cancelRequestedAt,
                createdBy,
                updatedBy,
                idempotencyKey,
                recurringJob);
    }

    static @Nullable String idempotency(Job job) {
        var key = job.idempotencyKey();
        return key == null ? null : job.organization() + "/" + key.value();
    }
}
