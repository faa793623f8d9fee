package codex.jobs.model.recurring;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A recurring job being changed by the machine.
final class RecurringEdit {

    private final RecurringJob before;
    boolean paused;
    boolean deleted;
    @Nullable Instant nextRunAt;
    List<Firing> firings;
    @Nullable JobId running;
    private @Nullable JobId lastJob;
    private @Nullable Instant lastRunAt;
    boolean lastFailed;
    Actor updatedBy;

    RecurringEdit(RecurringJob job) {
        before = job;
        paused = job.paused();
        deleted = job.deleted();
        nextRunAt = job.nextRunAt();
        firings = job.firings();
        running = job.running();
        lastJob = job.lastJob();
        lastRunAt = job.lastRunAt();
        lastFailed = job.lastFailed();
        updatedBy = job.updatedBy();
    }

    void fire(Firing firing) {
        var all = new ArrayList<>(firings);
        all.add(firing);
        firings = all;
        if (!firing.isSkipped()) {
            running = firing.job();
            lastJob = firing.job();
            lastRunAt = Objects.requireNonNullElse(firing.dueAt(), firing.decidedAt());
            lastFailed = false;
        }
    }

    /// @param now null for what users need not know
    RecurringJob done(@Nullable Instant now) {
        return new RecurringJob(
                before.id(),
                before.organization(),
                before.version() + 1,
                before.name(),
                before.spec(),
                before.environment(),
                before.schedule(),
                paused,
                deleted,
                nextRunAt,
                firings,
                running,
                lastJob,
                lastRunAt,
                lastFailed,
                before.createdAt(),
                now == null ? before.updatedAt() : now,
                before.createdBy(),
                updatedBy,
                before.idempotencyKey());
    }
}
