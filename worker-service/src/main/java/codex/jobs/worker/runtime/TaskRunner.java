package codex.jobs.worker.runtime;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Runs each claimed task on a thread of its own, to its end, and writes how it ended.
@Component
final class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private final TaskHandlers handlers;
    private final TaskRuns runs;
    private final RunningTasks running;
    private final JobSteps steps;
    private final TaskTally tally;

    TaskRunner(
            TaskHandlers handlers,
            TaskRuns runs,
            RunningTasks running,
            JobSteps steps,
            TaskTally tally) {
        this.handlers = handlers;
        this.runs = runs;
        this.running = running;
        this.steps = steps;
        this.tally = tally;
    }

    /// Takes over a slot, which comes back when the task's thread ends.
    ///
    /// @param owned whether the session that claimed the task still lives
    void start(Claims.Claimed claimed, BooleanSupplier owned) {
        var task = claimed.job().task(claimed.command().task()).orElseThrow();
        var handler = handlers.of(task.type()).orElseThrow();
        var run = runs.of(claimed.job(), task);
        running.add(run);
        // Only now would the loss of the session find the task and stop it.
        if (!owned.getAsBoolean()) {
            run.stop(Stop.FENCED);
        }
        tally.started(run);
        // Not virtual, on purpose (ADR 5); the slots bound their number.
        Thread.ofPlatform().daemon().name("task-" + task.id()).start(() -> run(run, handler));
    }

    @SuppressWarnings("CatchingUnchecked") // the thread's last line: nobody else would tell
    private void run(TaskRun run, TaskHandler handler) {
        var ending = "fenced";
        try {
            var event = attempt(run, handler);
            if (event.isPresent() && end(run, event.get()).isPresent()) {
                ending = name(event.get());
            }
        } catch (Throwable e) {
            log.error("The end of a task could not be written: {}", describe(run), e);
        } finally {
            running.remove(run);
            tally.ended(run, ending);
        }
    }

    /// Lines first: who sees the task ended sees all of its log.
    private Optional<Job> end(TaskRun run, JobEvent event) throws InterruptedException {
        run.log().close();
        return steps.apply(run.job(), event, run::isFenced);
    }

    /// The event that ends the attempt; empty if nobody wants to know.
    private Optional<JobEvent> attempt(TaskRun run, TaskHandler handler) {
        var outcome = outcome(run, handler);
        return switch (run.stop()) {
            case FENCED -> {
                log.info("Fenced, nothing written: {}", describe(run));
                yield Optional.empty();
            }
            case EXPIRED -> Optional.of(TaskEnding.ofStopped(run));
            case NONE, SHUTDOWN, CANCELLED ->
                    Optional.of(
                            outcome == null
                                    ? TaskEnding.ofStopped(run)
                                    : TaskEnding.of(run, outcome));
        };
    }

    /// Null if the handler stopped because it was asked to.
    @SuppressWarnings(
            "CatchingUnchecked") // whatever a handler throws is a failure of its task only
    private @Nullable Outcome outcome(TaskRun run, TaskHandler handler) {
        run.handlerBegins();
        try {
            // A job may be cancelled between two of its tasks.
            run.stopHere();
            TaskEnding.begin(run);
            return handler.run(new TaskContext(run));
        } catch (TaskStopRequested e) {
            return null;
        } catch (Throwable e) {
            if (run.stop() == Stop.CANCELLED) {
                log.info("Ended within a chunk, {}: {}", e.toString(), describe(run));
                return null;
            }
            var cause = FailureCause.of(e);
            if (!run.stop().isAtOnce()) {
                FailedAttempt.tell(describe(run), cause, e);
            }
            return cause.failed();
        } finally {
            run.handlerEnds();
        }
    }

    private static String name(JobEvent event) {
        return switch (event) {
            case JobEvent.TaskCompleted _ -> "completed";
            case JobEvent.TaskFailed failed -> failed.error().retryable() ? "retryable" : "failed";
            case JobEvent.TaskHandedBack _ -> "handed_back";
            default -> "stopped";
        };
    }

    private static String describe(TaskRun run) {
        return "organization="
                + run.job().organization()
                + " job="
                + run.job().id()
                + " task="
                + run.id()
                + " attempt="
                + run.attempt();
    }
}
