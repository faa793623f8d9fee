package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobEvent.TaskCompleted;
import codex.jobs.model.job.JobEvent.TaskFailed;
import codex.jobs.model.job.JobEvent.TaskHandedBack;
import codex.jobs.model.job.JobEvent.TaskStopped;
import codex.jobs.model.job.RetryPolicy;
import codex.jobs.model.log.LogType;

/// The last line of an attempt, and the event that ends it. The line comes first: the event carries
/// the counts.
final class TaskEnding {

    private TaskEnding() {}

    static void begin(TaskRun run) {
        var text = run.attempt() == 1 ? " started" : " continued, attempt " + run.attempt();
        run.log(LogType.INFO, null, title(run) + text);
    }

    static JobEvent of(TaskRun run, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> completed(run, completed);
            case Outcome.Failed failed -> failed(run, failed);
        };
    }

    private static JobEvent completed(TaskRun run, Outcome.Completed completed) {
        run.log(LogType.INFO, null, title(run) + " completed");
        return new TaskCompleted(
                run.id(), run.attempt(), run.progress(), run.counts(), completed.result());
    }

    private static JobEvent failed(TaskRun run, Outcome.Failed failed) {
        var error = new JobError(failed.code(), failed.message(), run.id(), failed.retryable());
        var again =
                failed.retryable() && RetryPolicy.of(error).allowsAnother(run.task().strikes() + 1);
        if (again) {
            run.log(LogType.WARNING, failed.code(), failed.message() + "; will be tried again");
        } else {
            run.log(LogType.ERROR, failed.code(), failed.message());
        }
        return new TaskFailed(
                run.id(), run.attempt(), error, run.progress(), run.counts(), failed.result());
    }

    /// For a task that ended because it was asked to, or that ran out of time.
    static JobEvent ofStopped(TaskRun run) {
        if (run.stop() == Stop.EXPIRED) {
            return failed(run, FailureCause.outOfTime());
        }
        if (run.job().cancelRequestedAt() != null || run.stop() == Stop.CANCELLED) {
            run.log(LogType.INFO, null, title(run) + " stopped: the job was cancelled");
            return new TaskStopped(run.id(), run.attempt());
        }
        run.log(LogType.INFO, null, title(run) + " interrupted: its worker shuts down");
        return new TaskHandedBack(run.id(), run.attempt());
    }

    private static String title(TaskRun run) {
        return run.task().displayName();
    }
}
