package codex.jobs.worker.handlers;

import codex.jobs.model.job.JobType;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.Map;

/// A task type that several kinds of jobs share: each has a handler of its own.
record ByJobType(Map<JobType, TaskHandler> handlers) implements TaskHandler {

    ByJobType {
        handlers = Map.copyOf(handlers);
    }

    @Override
    public Outcome run(TaskContext task) throws Exception {
        var handler = handlers.get(task.job().type());
        if (handler == null) {
            throw new IllegalStateException("No handler for jobs of type " + task.job().type());
        }
        return handler.run(task);
    }
}
