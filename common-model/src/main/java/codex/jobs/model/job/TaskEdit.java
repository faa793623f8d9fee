package codex.jobs.model.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task being changed by the state machine.
final class TaskEdit {

    private final Task before;
    TaskStatus status;
    int attempt;
    int strikes;
    @Nullable Dispatch dispatch;
    @Nullable Instant notBefore;
    @Nullable Instant runAt;
    @Nullable Instant startedAt;
    @Nullable Instant finishedAt;
    Checkpoint checkpoint;
    Progress progress;
    Counts counts;
    @Nullable JobError error;

    TaskEdit(Task task) {
        before = task;
        status = task.status();
        attempt = task.attempt();
        strikes = task.strikes();
        dispatch = task.dispatch();
        notBefore = task.notBefore();
        runAt = task.runAt();
        startedAt = task.startedAt();
        finishedAt = task.finishedAt();
        checkpoint = task.checkpoint();
        progress = task.progress();
        counts = task.counts();
        error = task.error();
    }

    Task done() {
        return new Task(
                before.id(),
                before.order(),
                before.type(),
                status,
                attempt,
                strikes,
                dispatch,
                notBefore,
                runAt,
                startedAt,
                finishedAt,
                checkpoint,
                progress,
                counts,
                error);
    }
}
