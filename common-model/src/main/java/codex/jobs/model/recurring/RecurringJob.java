package codex.jobs.model.recurring;

import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job that comes back by a schedule. Immutable; only [RecurringMachine] makes the next one.
///
/// @param version grows with every change; a write names the version it replaces
/// @param environment where it was asked for
/// @param nextRunAt null while paused, and when the schedule is over
/// @param firings decided, and not yet stored as jobs. This makes the document its own outbox
/// @param running the run that is not over
/// @param lastJob the last run that was not skipped
/// @param lastFailed whether that one has failed
public record RecurringJob(
        RecurringJobId id,
        OrganizationId organization,
        long version,
        String name,
        JobSpec.SyncEnvironments spec,
        EnvironmentId environment,
        Schedule schedule,
        boolean paused,
        boolean deleted,
        @Nullable Instant nextRunAt,
        List<Firing> firings,
        @Nullable JobId running,
        @Nullable JobId lastJob,
        @Nullable Instant lastRunAt,
        boolean lastFailed,
        Instant createdAt,
        @Nullable Instant updatedAt,
        Actor createdBy,
        Actor updatedBy,
        @Nullable IdempotencyKey idempotencyKey) {

    public RecurringJob {
        firings = List.copyOf(firings);
    }

    /// A new one, waiting for the first time of its schedule after `now`.
    public static RecurringJob planned(
            RecurringJobId id,
            OrganizationId organization,
            EnvironmentId environment,
            String name,
            JobSpec.SyncEnvironments spec,
            Schedule schedule,
            Actor createdBy,
            @Nullable IdempotencyKey idempotencyKey,
            Instant now) {
        return new RecurringJob(
                id,
                organization,
                1,
                name,
                spec,
                environment,
                schedule,
                false,
                false,
                schedule.next(now).orElse(null),
                List.of(),
                null,
                null,
                null,
                false,
                now,
                null,
                createdBy,
                createdBy,
                idempotencyKey);
    }

    public RecurringJobType type() {
        return RecurringJobType.SYNC;
    }

    public RecurringJobStatus status() {
        if (deleted) {
            return RecurringJobStatus.DELETED;
        }
        if (paused) {
            return RecurringJobStatus.PAUSED;
        }
        if (running != null) {
            return RecurringJobStatus.ACTIVE;
        }
        if (nextRunAt == null) {
            return RecurringJobStatus.COMPLETED;
        }
        return lastFailed ? RecurringJobStatus.FAILED : RecurringJobStatus.SCHEDULED;
    }

    /// When a scheduler must look; null if it never needs to.
    public @Nullable Instant wakeAt() {
        return firings.isEmpty()
                ? nextRunAt
                : firings.getFirst().decidedAt().plus(JobMachine.LOST_NEWS_AFTER);
    }
}
