package codex.jobs.model.job;

import codex.jobs.model.message.TaskCommand;
import java.time.Duration;
import java.time.Instant;

/// A task on its way into its topic.
final class TaskRelease {

    /// When a command that nobody has claimed is sent again. Workers may simply be busy, hence
    /// slower and slower.
    private static final Backoff RESEND = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

    private TaskRelease() {}

    /// Notes in `next` that the task is sent for the `times`-th time; the effect sends it.
    static Effect of(JobEdit next, Job job, Task task, int times, Instant now) {
        var edit = new TaskEdit(task);
        edit.dispatch = new Dispatch(now, times);
        edit.notBefore = null;
        next.task(edit);
        next.wakeAt = now.plus(RESEND.after(times));
        return new Effect.PublishTask(
                task.type(),
                new TaskCommand(job.organization(), job.id(), task.id(), task.attempt() + 1));
    }

    static int timesSent(Task task) {
        var dispatch = task.dispatch();
        return dispatch == null ? 0 : dispatch.times();
    }

    static Instant resendAt(Dispatch dispatch) {
        return dispatch.sentAt().plus(RESEND.after(dispatch.times()));
    }
}
