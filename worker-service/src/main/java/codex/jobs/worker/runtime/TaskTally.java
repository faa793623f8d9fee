package codex.jobs.worker.runtime;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Keeps the books of running tasks: slots, metrics, news.
@Component
final class TaskTally {

    private final Slots slots;
    private final WorkerMetrics metrics;
    private final ProgressNews progress;
    private final InstantSource clock;

    TaskTally(Slots slots, WorkerMetrics metrics, ProgressNews progress, InstantSource clock) {
        this.slots = slots;
        this.metrics = metrics;
        this.progress = progress;
        this.clock = clock;
    }

    void started(TaskRun run) {
        metrics.taskStarted(run.task().type());
    }

    /// @param ending as the metric names it
    void ended(TaskRun run, String ending) {
        progress.over(run.job().id());
        var took = Duration.between(run.startedAt(), clock.instant());
        metrics.taskEnded(run.task().type(), ending, took);
        slots.giveBack(1);
    }
}
