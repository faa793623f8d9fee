package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What this program can do, by task type. Immutable.
public record TaskHandlers(Map<TaskType, TaskHandler> byType) {

    public TaskHandlers {
        byType = Map.copyOf(byType);
    }

    public Optional<TaskHandler> of(TaskType type) {
        return Optional.ofNullable(byType.get(type));
    }

    public Set<TaskType> types() {
        return byType.keySet();
    }
}
