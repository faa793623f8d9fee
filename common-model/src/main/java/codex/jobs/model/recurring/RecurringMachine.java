package codex.jobs.model.recurring;

import codex.jobs.model.job.JobId;
import codex.jobs.model.recurring.RecurringEvent.Deleted;
import codex.jobs.model.recurring.RecurringEvent.Due;
import codex.jobs.model.recurring.RecurringEvent.Paused;
import codex.jobs.model.recurring.RecurringEvent.Resumed;
import codex.jobs.model.recurring.RecurringEvent.RunAsked;
import codex.jobs.model.recurring.RecurringEvent.RunEnded;
import codex.jobs.model.recurring.RecurringEvent.RunStored;
import codex.jobs.model.tenant.Actor;
import java.time.Instant;

/// Recurring job + event + time → next recurring job, or the same one if the event changes nothing:
/// doubled and late events are harmless. A pure function, and the only one that changes one.
///
/// Exactly one firing for each time of the schedule: who writes the step of [Due] has decided it,
/// and everybody else finds another version. The id of the run follows from the time it was due, so
/// that whoever stores it, and however often, there is one.
public final class RecurringMachine {

    private RecurringMachine() {}

    public static RecurringJob step(RecurringJob job, RecurringEvent event, Instant now) {
        return switch (event) {
            case Due _ -> due(job, now);
            case RunAsked(var run, var by) -> runAsked(job, run, by, now);
            case Paused(var by) -> paused(job, by, now);
            case Resumed(var by) -> resumed(job, by, now);
            case Deleted(var by) -> deleted(job, by, now);
            case RunStored(var run) -> runStored(job, run);
            case RunEnded(var run, var failed) -> runEnded(job, run, failed, now);
        };
    }

    /// After an outage all that was missed becomes one run: that of the time that was due first.
    private static RecurringJob due(RecurringJob job, Instant now) {
        var dueAt = job.nextRunAt();
        if (job.deleted() || job.paused() || dueAt == null || dueAt.isAfter(now)) {
            return job;
        }
        var missed = job.schedule().count(dueAt, now, Firing.MOST_COUNTED);
        var run = RunId.of(job.id(), dueAt);
        var next = new RecurringEdit(job);
        next.nextRunAt = job.schedule().next(now).orElse(null);
        next.fire(new Firing(run, dueAt, job.createdBy(), job.running(), missed, now));
        return next.done(now);
    }

    /// Also while paused; the schedule goes on as before.
    private static RecurringJob runAsked(RecurringJob job, JobId run, Actor by, Instant now) {
        if (job.deleted()) {
            return job;
        }
        var next = new RecurringEdit(job);
        next.fire(new Firing(run, null, by, job.running(), 0, now));
        next.updatedBy = by;
        return next.done(now);
    }

    private static RecurringJob paused(RecurringJob job, Actor by, Instant now) {
        if (job.deleted() || job.paused()) {
            return job;
        }
        var next = new RecurringEdit(job);
        next.paused = true;
        next.nextRunAt = null;
        next.updatedBy = by;
        return next.done(now);
    }

    /// What lies in the pause is not made good.
    private static RecurringJob resumed(RecurringJob job, Actor by, Instant now) {
        if (job.deleted() || !job.paused()) {
            return job;
        }
        var next = new RecurringEdit(job);
        next.paused = false;
        next.nextRunAt = job.schedule().next(now).orElse(null);
        next.updatedBy = by;
        return next.done(now);
    }

    /// A run that goes on, or is decided, is left alone.
    private static RecurringJob deleted(RecurringJob job, Actor by, Instant now) {
        if (job.deleted()) {
            return job;
        }
        var next = new RecurringEdit(job);
        next.deleted = true;
        next.nextRunAt = null;
        next.updatedBy = by;
        return next.done(now);
    }

    private static RecurringJob runStored(RecurringJob job, JobId run) {
        var open = job.firings().stream().filter(firing -> !firing.job().equals(run)).toList();
        if (open.size() == job.firings().size()) {
            return job;
        }
        var next = new RecurringEdit(job);
        next.firings = open;
        return next.done(null);
    }

    private static RecurringJob runEnded(RecurringJob job, JobId run, boolean failed, Instant now) {
        var ends = run.equals(job.running());
        var changes = run.equals(job.lastJob()) && failed != job.lastFailed();
        if (!ends && !changes) {
            return job;
        }
        var next = new RecurringEdit(job);
        if (ends) {
            next.running = null;
        }
        if (run.equals(job.lastJob())) {
            next.lastFailed = failed;
        }
        return next.done(now);
    }
}
