package codex.jobs.model.recurring;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Actor;

/// Everything that can happen to a recurring job.
public sealed interface RecurringEvent {

    /// Its time may have come.
    record Due() implements RecurringEvent {}

    /// A user wants a run now, under this id.
    record RunAsked(JobId job, Actor by) implements RecurringEvent {}

    record Paused(Actor by) implements RecurringEvent {}

    record Resumed(Actor by) implements RecurringEvent {}

    record Deleted(Actor by) implements RecurringEvent {}

    /// The job of a firing is stored.
    record RunStored(JobId job) implements RecurringEvent {}

    record RunEnded(JobId job, boolean failed) implements RecurringEvent {}
}
