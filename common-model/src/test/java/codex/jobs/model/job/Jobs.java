package codex.jobs.model.job;

import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobEvent.TaskReleased;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Jobs for tests, at the points of their lives that matter.
public final class Jobs {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final OrganizationId ACME = new OrganizationId("acme");
    public static final EnvironmentId MAIN = new EnvironmentId("main");
    public static final Actor ALICE = Actor.named("u1", false, "alice", "Alice");
    public static final SessionId WORKER = new SessionId("w-1");

    private Jobs() {}

    /// An asset import, due now: two tasks, alone in its environment.
    public static Job aJob() {
        return planned(imports(false), null, NOW);
    }

    /// The same, due later.
    public static Job aScheduledJob(Instant at) {
        return planned(imports(false), at, NOW);
    }

    /// A dry run, which shares its environment with others of its kind.
    public static Job aDryRun() {
        return planned(imports(true), null, NOW);
    }

    /// A job whose first task is in its topic.
    public static Job aReleasedTask() {
        var job = after(aJob(), new LocksGranted());
        return after(job, new TaskReleased(job.tasks().getFirst().id()));
    }

    /// A job whose first task is run by [#WORKER].
    public static Job aRunningTask() {
        var job = aReleasedTask();
        return after(job, new TaskClaimed(job.tasks().getFirst().id(), 1, WORKER));
    }

    /// An active task that nobody runs, which no step of the machine leads to.
    public static Job aStuckJob() {
        var broken = new JobEdit(aRunningTask());
        broken.leaseOwner = null;
        return broken.done(NOW);
    }

    public static Job planned(JobSpec spec, @Nullable Instant scheduledTime, Instant now) {
        return Job.planned(
                new JobId("j" + UUID.randomUUID().toString().replace("-", "")),
                ACME,
                MAIN,
                "a job",
                spec,
                scheduledTime,
                ALICE,
                null,
                now);
    }

    /// The job after an event that must apply, at [#NOW].
    public static Job after(Job job, JobEvent event) {
        return switch (JobMachine.step(job, event, NOW)) {
            case Step.Applied(var next, _) -> next;
            case Step.Ignored(var reason) -> throw new AssertionError(event + ": " + reason);
        };
    }

    /// When somebody must look at a job that nobody leases.
    public static Instant wakeAt(Job job) {
        return Objects.requireNonNull(job.wakeAt(), "nobody would look at this job again");
    }

    private static JobSpec imports(boolean dryRun) {
        return new JobSpec.ImportAssets(
                "uploads/assets.json", ImportConflictMode.UPSERT, dryRun, null);
    }
}
