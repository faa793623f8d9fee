package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.TaskType;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.stores.jobs.JobQueues;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// How many tasks of a type may wait in their topic for a worker: so few that a job which comes
/// first in its turn is soon claimed, enough that no worker has to wait. Counted in the database
/// now and then, and by what this scheduler has let pass since. Safe for use by many threads.
@Component
final class ReleaseWindow {

    private static final long COUNT_IS_GOOD_NANOS = 100_000_000;

    private final JobQueues queues;
    private final int size;
    private final Map<TaskType, Room> rooms = new EnumMap<>(TaskType.class);
    private Set<TaskType> queued = EnumSet.noneOf(TaskType.class);

    private record Room(int left, long countedAt) {}

    ReleaseWindow(JobQueues queues, SchedulerProperties properties) {
        this.queues = queues;
        this.size = properties.window();
    }

    /// Takes a place if there is one, and nobody is queued for the type.
    boolean take(TaskType type) {
        return !isQueuedFor(type) && takeUpTo(type, 1) == 1;
    }

    /// Takes as many places as there are, and no more than `most`.
    synchronized int takeUpTo(TaskType type, int most) {
        var room = room(type);
        var taken = Math.min(most, room.left());
        rooms.put(type, new Room(room.left() - taken, room.countedAt()));
        return taken;
    }

    /// As the queues were just seen.
    synchronized void queuedFor(Set<TaskType> types) {
        queued = types;
    }

    private synchronized boolean isQueuedFor(TaskType type) {
        return queued.contains(type);
    }

    private Room room(TaskType type) {
        var known = rooms.get(type);
        if (known != null && System.nanoTime() - known.countedAt() < COUNT_IS_GOOD_NANOS) {
            return known;
        }
        return new Room(size - queues.countDispatched(type, size), System.nanoTime());
    }
}
