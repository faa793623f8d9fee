package codex.jobs.stores.sessions;

import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import java.time.Instant;
import java.util.Set;

/// A process that is, or was, alive.
///
/// @param kind what the process is, as in `worker`
/// @param openedAt database time
/// @param seenAt database time
/// @param dead whether it was declared dead; its leases are void from then on
/// @param taskTypes the types of task that it takes
public record Session(
        SessionId id,
        String kind,
        Instant openedAt,
        Instant seenAt,
        boolean dead,
        Set<TaskType> taskTypes) {

    public Session {
        // a session may have been opened by a version that did not say so
        taskTypes = taskTypes == null ? Set.of() : Set.copyOf(taskTypes);
    }
}
