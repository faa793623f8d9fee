package codex.jobs.model.job;

import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.TaskCommand;

/// What the outside must do after a step was written. An effect may get lost with its process: the
/// job's `wakeAt` makes somebody look again.
public sealed interface Effect {

    record PublishNews(JobNews news) implements Effect {}

    record PublishTask(TaskType type, TaskCommand command) implements Effect {}
}
