package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// The tasks that run here. Safe for any number of threads.
@Component
final class RunningTasks {

    private record Key(TaskId task, int attempt) {}

    private final Map<Key, TaskRun> runs = new ConcurrentHashMap<>();

    void add(TaskRun run) {
        runs.put(key(run), run);
    }

    synchronized void remove(TaskRun run) {
        runs.remove(key(run));
        notifyAll();
    }

    Optional<TaskRun> find(TaskId task, int attempt) {
        return Optional.ofNullable(runs.get(new Key(task, attempt)));
    }

    Collection<TaskRun> all() {
        return List.copyOf(runs.values());
    }

    void stopAll(Stop reason) {
        runs.values().forEach(run -> run.stop(reason));
    }

    /// Lets lines out that wait for company, task by task on threads of their own.
    void flushLogs() {
        for (var run : runs.values()) {
            if (run.log().hasWaiting()) {
                Thread.ofPlatform().daemon().name("log-" + run.id()).start(() -> flushLog(run));
            }
        }
    }

    private static void flushLog(TaskRun run) {
        try {
            run.log().flushIfIdle();
        } catch (TaskFenced _) {
            // The lines are let go with their task.
        }
    }

    /// Waits until none runs; tells whether that was so when the time was over.
    synchronized boolean awaitNone(Duration longest) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (!runs.isEmpty()) {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive()) {
                return false;
            }
            wait(left.toMillis() + 1);
        }
        return true;
    }

    private static Key key(TaskRun run) {
        return new Key(run.id(), run.attempt());
    }
}
