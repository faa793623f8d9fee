package codex.jobs.worker.handlers;

import codex.jobs.model.job.JobType;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.Map;

/// A task type that several kinds of jobs share: some have handlers of their own.
///
/// @param otherwise for all other kinds
record ByJobType(Map<JobType, TaskHandler> handlers, TaskHandler otherwise) implements TaskHandler {

    ByJobType {
        handlers = Map.copyOf(handlers);
    }

    ByJobType(Map<JobType, TaskHandler> handlers) {
        this(
                handlers,
                task -> {
                    throw new IllegalStateException(
                            "No handler for jobs of type " + task.job().type());
                });
    }

    @Override
    public Outcome run(TaskContext task) throws Exception {
        return handlers.getOrDefault(task.job().type(), otherwise).run(task);
    }
}
