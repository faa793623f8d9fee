package codex.jobs.stores.jobs;

import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Jobs, and later versions of them that no state machine needs to agree with.
final class JobExamples {

    static final Instant CREATED = Instant.parse("2026-02-01T08:00:00Z");

    private final AtomicInteger count = new AtomicInteger();

    Job job(String organization) {
        return job(organization, null);
    }

    Job job(String organization, @Nullable IdempotencyKey key) {
        var number = count.incrementAndGet();
        return Job.planned(
                new JobId("job" + (1_000 + number)),
                new OrganizationId(organization),
                new EnvironmentId("main"),
                "Import " + number,
                new JobSpec.ImportEntries(
                        "uploads/1/a.json", ImportConflictMode.UPSERT, false, "site1", null, null),
                null,
                Actor.named("user1", false, "ada", "Ada"),
                key,
                CREATED.plusSeconds(number));
    }

    Job touched(Job job) {
        return wakingAt(job, job.wakeAt());
    }

    Job wakingAt(Job job, @Nullable Instant wakeAt) {
        return next(job, job, job.name(), job.status(), job.outcome(), job.leaseOwner(), wakeAt);
    }

    Job leasedBy(Job job, SessionId session) {
        return next(job, job, job.name(), job.status(), job.outcome(), session, null);
    }

    Job named(Job job, String name) {
        return next(job, job, name, job.status(), job.outcome(), null, job.wakeAt());
    }

    Job ended(Job job, JobStatus status, @Nullable JobOutcome outcome) {
        return next(job, job, job.name(), status, outcome, null, null);
    }

    /// Everything of `content`, as the next version of `job`.
    Job next(Job job, Job content) {
        return next(
                job,
                content,
                content.name(),
                content.status(),
                content.outcome(),
                content.leaseOwner(),
                content.wakeAt());
    }

    private static Job next(
            Job job,
            Job content,
            String name,
            JobStatus status,
            @Nullable JobOutcome outcome,
            @Nullable SessionId leaseOwner,
            @Nullable Instant wakeAt) {
        return new Job(
                job.id(),
                content.organization(),
                job.version() + 1,
                name,
                content.spec(),
                content.environment(),
                status,
                outcome,
                content.tasks(),
                content.attempt(),
                content.lines(),
                content.scheduledTime(),
                content.queueWait(),
                content.lockWait(),
                leaseOwner,
                wakeAt,
                content.settled(),
                content.error(),
                content.result(),
                content.createdAt(),
                content.updatedAt(),
                content.startedAt(),
                content.finishedAt(),
                content.cancelRequestedAt(),
                content.createdBy(),
                content.updatedBy(),
                content.idempotencyKey(),
                content.recurringJob());
    }
}
