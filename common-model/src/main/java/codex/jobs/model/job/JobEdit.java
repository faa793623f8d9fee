package codex.jobs.model.job;

import codex.jobs.model.tenant.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A job being changed by the state machine.
final class JobEdit {

    private final Job before;
    private final List<Task> tasks;
    String name;
    int attempt;
    @Nullable Instant scheduledTime;
    JobStatus status;
    @Nullable JobOutcome outcome;
    Counts lines;
    @Nullable QueueWait queueWait;
    @Nullable LockWait lockWait;
    @Nullable SessionId leaseOwner;
    @Nullable Instant wakeAt;
    boolean settled;
    @Nullable JobError error;
    JobResult result;
    @Nullable Instant startedAt;
    @Nullable Instant finishedAt;
    @Nullable Instant cancelRequestedAt;
    Actor updatedBy;

    JobEdit(Job job) {
        before = job;
        tasks = new ArrayList<>(job.tasks());
        name = job.name();
        attempt = job.attempt();
        scheduledTime = job.scheduledTime();
        status = job.status();
        outcome = job.outcome();
        lines = job.lines();
        queueWait = job.queueWait();
        lockWait = job.lockWait();
        leaseOwner = job.leaseOwner();
        wakeAt = job.wakeAt();
        settled = job.settled();
        error = job.error();
        result = job.result();
        startedAt = job.startedAt();
        finishedAt = job.finishedAt();
        cancelRequestedAt = job.cancelRequestedAt();
        updatedBy = job.updatedBy();
    }

    void task(TaskEdit task) {
        var done = task.done();
        tasks.set(done.order() - 1, done);
    }

    /// A line about the job itself, which belongs to none of its tasks, is being written.
    void said() {
        lines = lines.plus(new Counts(0, 0, 0, 0, 0, 1, 0, 0));
    }

    List<Task> tasks() {
        return List.copyOf(tasks);
    }

    /// The first task that is not completed.
    Optional<Task> nextTask() {
        return tasks.stream().filter(task -> task.status() != TaskStatus.COMPLETED).findFirst();
    }

    Counts counts() {
        return tasks.stream().map(Task::counts).reduce(lines, Counts::plus);
    }

    Job done(Instant now) {
        return new Job(
                before.id(),
                before.organization(),
                before.version() + 1,
                name,
                before.spec(),
                before.environment(),
                status,
                outcome,
                tasks,
                attempt,
                lines,
                scheduledTime,
                status == JobStatus.PENDING ? queueWait : null,
                lockWait,
                leaseOwner,
                wakeAt,
                settled,
                error,
                result,
                before.createdAt(),
                now,
                startedAt,
                finishedAt,
                cancelRequestedAt,
                before.createdBy(),
                updatedBy,
                before.idempotencyKey(),
                before.recurringJob());
    }
}
