package codex.jobs.stores.recurring;

import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.Firing;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringJobType;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// A recurring job as its document: the same components, and what follows from them and is asked
/// for. Public for the driver, which reads it by reflection; of use to nobody else.
///
/// @param idempotency `<organization>/<key>`: unique among those that have one
public record StoredRecurringJob(
        @BsonId RecurringJobId id,
        OrganizationId organization,
        long version,
        String name,
        RecurringJobType type,
        RecurringJobStatus status,
        JobSpec.SyncEnvironments spec,
        EnvironmentId environment,
        Schedule schedule,
        boolean paused,
        boolean deleted,
        @Nullable Instant nextRunAt,
        @Nullable Instant wakeAt,
        List<Firing> firings,
        @Nullable JobId running,
        @Nullable JobId lastJob,
        @Nullable Instant lastRunAt,
        boolean lastFailed,
        Instant createdAt,
        @Nullable Instant updatedAt,
        Actor createdBy,
        Actor updatedBy,
        @Nullable IdempotencyKey idempotencyKey,
        @Nullable String idempotency) {

    static StoredRecurringJob of(RecurringJob job) {
        return new StoredRecurringJob(
                job.id(),
                job.organization(),
                job.version(),
                job.name(),
                job.type(),
                job.status(),
                job.spec(),
                job.environment(),
                job.schedule(),
                job.paused(),
                job.deleted(),
                job.nextRunAt(),
                job.wakeAt(),
                job.firings(),
                job.running(),
                job.lastJob(),
                job.lastRunAt(),
                job.lastFailed(),
                job.createdAt(),
                job.updatedAt(),
                job.createdBy(),
                job.updatedBy(),
                job.idempotencyKey(),
                idempotency(job));
    }

    RecurringJob job() {
        return new RecurringJob(
                id,
                organization,
                version,
                name,
                spec,
                environment,
                schedule,
                paused,
                deleted,
                nextRunAt,
                firings,
                running,
                lastJob,
                lastRunAt,
                lastFailed,
                createdAt,
                updatedAt,
                createdBy,
                updatedBy,
                idempotencyKey);
    }

    static @Nullable String idempotency(RecurringJob job) {
        var key = job.idempotencyKey();
        return key == null ? null : job.organization() + "/" + key.value();
    }
}
