package codex.jobs.worker.runtime;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.Scope;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;

/// Runs handlers on one job, attempt after attempt, under the real state machine but without a
/// broker and with the job in memory: for the tests of handlers. The stores that a handler itself
/// uses are the test's business.
public final class HandlerTrial {

    private static final LogLimits GENEROUS =
            new LogLimits(
                    DataSize.ofKilobytes(8),
                    1_000_000,
                    DataSize.ofGigabytes(1),
                    1_000_000,
                    1_000_000);

    private final InstantSource clock = InstantSource.system();
    private final Function<Job, Scope> scopes;
    private final Map<String, LogLine> lines = new LinkedHashMap<>();
    private Job job;
    private long stopAfterChunk = -1;
    private long cancelAfterChunk = -1;

    /// @param planned a job as [Job#planned] makes it
    /// @param scopes where the job's content lives
    public HandlerTrial(Job planned, Function<Job, Scope> scopes) {
        this.job = planned;
        this.scopes = scopes;
        step(new JobEvent.LocksGranted());
    }

    /// The next attempts are stopped once this chunk is reported: by a cancelled job, a dying
    /// worker and a shutdown a handler is left at the same place.
    public HandlerTrial stoppedAfterChunk(long chunk) {
        stopAfterChunk = chunk;
        return this;
    }

    /// The job is cancelled once this chunk is reported.
    public HandlerTrial cancelledAfterChunk(long chunk) {
        cancelAfterChunk = chunk;
        return this;
    }

    /// The next attempts run to their end.
    public HandlerTrial undisturbed() {
        return stoppedAfterChunk(-1);
    }

    /// One attempt at the job's current task, which must be of this type. Answers how the handler
    /// ended, or empty if it was stopped; a completed task makes the next one current. An exception
    /// is passed on and leaves the job as the sudden death of the worker would.
    public Optional<Outcome> attempt(TaskType type, TaskHandler handler) throws Exception {
        var run = claim(type);
        try {
            var outcome = handler.run(new TaskContext(run));
            step(TaskEnding.of(run, outcome));
            run.log().close();
            return Optional.of(outcome);
        } catch (TaskStopRequested _) {
            step(TaskEnding.ofStopped(run));
            run.log().close();
            return Optional.empty();
        } catch (Exception | Error e) {
            step(new JobEvent.LeaseLost(run.id(), run.attempt(), new SessionId("trial")));
            throw e;
        }
    }

    /// The job comes to its end, whatever it has still to do, and is tried again by its user.
    public HandlerTrial retried(Retry from) {
        while (!job.status().isTerminal()) {
            var run = claim(job.currentTask().orElseThrow().type());
            step(TaskEnding.of(run, Outcome.Completed.WITHOUT_RESULT));
        }
        step(new JobEvent.Settled());
        step(new JobEvent.RetryRequested(job.createdBy(), from, null));
        step(new JobEvent.LocksGranted());
        return this;
    }

    public Job job() {
        return job;
    }

    /// What was said so far, as it is stored: lines with the same id once.
    public List<LogLine> lines() {
        return List.copyOf(lines.values());
    }

    private TaskRun claim(TaskType type) {
        var waiting = job.currentTask().orElseThrow();
        if (waiting.type() != type) {
            throw new IllegalStateException("The current task is " + waiting.type());
        }
        if (waiting.dispatch() == null) {
            step(new JobEvent.TaskReleased(waiting.id()));
        }
        step(new JobEvent.TaskClaimed(waiting.id(), waiting.attempt() + 1, new SessionId("trial")));
        var run = run(job.task(waiting.id()).orElseThrow());
        TaskEnding.begin(run);
        return run;
    }

    private TaskRun run(Task task) {
        var limits = new LineLimits(GENEROUS, new RateLimit(1_000_000), () -> {});
        return new TaskRun(job, task, limits, new InMemory(), clock);
    }

    private void step(JobEvent event) {
        if (!(stepped(event) instanceof Step.Applied(var next, _))) {
            throw new IllegalStateException(event + " does not fit " + job);
        }
        job = next;
    }

    private Step stepped(JobEvent event) {
        return JobMachine.step(job, event, clock.instant());
    }

    private final class InMemory implements TaskRun.Surroundings {

        @Override
        public Optional<Job> checkpointed(TaskRun run, JobEvent.TaskCheckpointed event) {
            step(event);
            if (event.checkpoint().chunksDone() == stopAfterChunk + 1) {
                run.stop(Stop.SHUTDOWN);
            }
            if (event.checkpoint().chunksDone() == cancelAfterChunk + 1) {
                step(new JobEvent.CancelRequested(job.createdBy()));
            }
            return Optional.of(job);
        }

        @Override
        public void ship(TaskRun run, List<LogLine> shipped) {
            shipped.forEach(line -> lines.putIfAbsent(line.id().value(), line));
        }

        @Override
        public Scope scopeOf(Job asked) {
            return scopes.apply(asked);
        }
    }
}
