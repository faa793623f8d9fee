package codex.jobs.model.job;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The document of a job: what was asked, its tasks, and where it stands. Immutable; only
/// [JobMachine] makes the next one.
///
/// @param version grows with every change; a write names the version it replaces
/// @param environment where the job works, or an organization-level job was asked from
/// @param attempt how often the whole job was started by its users
/// @param lines lines about the job that belong to none of its tasks
/// @param queueWait why the job is not admitted yet though it is due; null if it is or was
/// @param leaseOwner the worker session that runs the active task
/// @param wakeAt when somebody must look at the job again even if no news arrives; null only while
///   a lease covers it, while it is queued, and when everything is settled. This makes the document
///   its own outbox
/// @param settled whether a finished job has given back its locks and told everyone
/// @param recurringJob the one of which this is a run
public record Job(
        JobId id,
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
        @Nullable RecurringJobId recurringJob) {

    public Job {
        tasks = List.copyOf(tasks);
    }

    /// A new job with all its tasks planned (specification 2.5: they exist before the mutation
    /// answers).
    public static Job planned(
            JobId id,
            OrganizationId organization,
            EnvironmentId environment,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            Actor createdBy,
            @Nullable IdempotencyKey idempotencyKey,
            Instant now) {
        return planned(
                id,
                organization,
                environment,
                name,
                spec,
                scheduledTime,
                createdBy,
                idempotencyKey,
                Counts.NONE,
                now);
    }

    /// The same.
    ///
    /// @param said lines that are written about the job at its creation, besides the one about its
    ///   time
    public static Job planned(
            JobId id,
            OrganizationId organization,
            EnvironmentId environment,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            Actor createdBy,
            @Nullable IdempotencyKey idempotencyKey,
            Counts said,
            Instant now) {
        return planned(
                id,
                organization,
                environment,
                name,
                spec,
                scheduledTime,
                createdBy,
                idempotencyKey,
                null,
                said,
                now);
    }

    /// A run of a recurring job, with all its tasks planned. What keeps it from being created twice
    /// is its id, not a key.
    ///
    /// @param dueAt null if somebody has asked for the run
    /// @param said as above
    public static Job plannedRun(
            RecurringJobId recurringJob,
            JobId id,
            OrganizationId organization,
            EnvironmentId environment,
            String name,
            JobSpec spec,
            @Nullable Instant dueAt,
            Actor createdBy,
            Counts said,
            Instant now) {
        return planned(
                id,
                organization,
                environment,
                name,
                spec,
                dueAt,
                createdBy,
                null,
                recurringJob,
                said,
                now);
    }

    private static Job planned(
            JobId id,
            OrganizationId organization,
            EnvironmentId environment,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            Actor createdBy,
            @Nullable IdempotencyKey idempotencyKey,
            @Nullable RecurringJobId recurringJob,
            Counts said,
            Instant now) {
        var start = scheduledTime != null && scheduledTime.isAfter(now) ? scheduledTime : now;
        var tasks = new ArrayList<Task>();
        for (var type : TaskPlan.of(spec)) {
            var order = tasks.size() + 1;
            tasks.add(Task.planned(id, order, type, order == 1 ? start : null));
        }
        return new Job(
                id,
                organization,
                1,
                name,
                spec,
                environment,
                JobStatus.PENDING,
                null,
                tasks,
                1,
                isOver(scheduledTime, now) ? said.plus(new Counts(0, 0, 0, 0, 0, 1, 0, 0)) : said,
                scheduledTime,
                null,
                null,
                null,
                start.isAfter(now) ? start : now.plus(JobMachine.LOST_NEWS_AFTER),
                false,
                null,
                JobResult.NONE,
                now,
                null,
                null,
                null,
                null,
                createdBy,
                createdBy,
                idempotencyKey,
                recurringJob);
    }

    /// A job whose time is over at its creation says so in its log (specification 3.0, "Planning").
    public static boolean isOver(@Nullable Instant scheduledTime, Instant now) {
        return scheduledTime != null && !scheduledTime.isAfter(now);
    }

    /// A run that never starts, since the one before is still going.
    public Job skipped(Instant now) {
        var next = new JobEdit(this);
        next.status = JobStatus.COMPLETED;
        next.outcome = JobOutcome.SKIPPED;
        next.finishedAt = now;
        next.wakeAt = null;
        next.settled = true;
        return next.done(now);
    }

    public JobType type() {
        return spec.type();
    }

    public boolean dryRun() {
        return spec.dryRun();
    }

    /// Whether the job is one of the active ones that its organization may have at a time: it runs,
    /// or waits for nothing but an environment.
    public boolean isAdmitted() {
        return status == JobStatus.ACTIVE || (status == JobStatus.PENDING && lockWait != null);
    }

    /// The file that the job has written, or else the one that it reads.
    public @Nullable String fileKey() {
        return result.fileKey() != null ? result.fileKey() : spec.fileKey();
    }

    public Optional<Task> task(TaskId task) {
        return tasks.stream().filter(candidate -> candidate.id().equals(task)).findFirst();
    }

    /// The first task that is not completed: the one that runs, waits or failed.
    public Optional<Task> currentTask() {
        return tasks.stream().filter(task -> task.status() != TaskStatus.COMPLETED).findFirst();
    }

    /// The task that waits in its topic for a worker.
    public Optional<Task> dispatched() {
        return status == JobStatus.ACTIVE
                ? currentTask()
                        .filter(task ->
                                task.status() == TaskStatus.PENDING && task.dispatch() != null)
                : Optional.empty();
    }

    /// Over all tasks and the job's own lines.
    public Counts counts() {
        return tasks.stream().map(Task::counts).reduce(lines, Counts::plus);
    }
}
