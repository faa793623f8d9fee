package codex.jobs.worker.runtime;

import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.TaskCheckpointed;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One claimed task while it runs here: what it has done, and whether it must stop. Its own thread
/// does the work; others may ask and stop it.
final class TaskRun {

    /// What a running task needs from outside.
    interface Surroundings {

        /// The job with its checkpoint moved, or empty if the task is no longer this attempt's.
        Optional<Job> checkpointed(TaskRun run, TaskCheckpointed event);

        /// Returns when the lines are stored for good.
        void ship(TaskRun run, List<LogLine> lines);

        Scope scopeOf(Job job);
    }

    private final TaskId id;
    private final int attempt;
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final TaskLog log;
    private final Instant startedAt;

    private volatile Job job;
    private volatile Counts counts;
    private volatile Progress progress;
    private volatile Instant progressedAt;
    private volatile boolean totalIsEstimate;
    private @Nullable Scope scope;

    private Stop stop = Stop.NONE;
    private @Nullable Thread thread;

    /// @param job with the task claimed as the attempt that is to run
    TaskRun(Job job, Task task, LineLimits limits, Surroundings surroundings, InstantSource clock) {
        this.id = task.id();
        this.attempt = task.attempt();
        this.job = job;
        this.counts = task.counts();
        this.progress = task.progress();
        this.log = new TaskLog(job, task, limits, clock, lines -> surroundings.ship(this, lines));
        this.surroundings = surroundings;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.progressedAt = startedAt;
    }

    TaskId id() {
        return id;
    }

    int attempt() {
        return attempt;
    }

    Job job() {
        return job;
    }

    Task task() {
        return job.task(id).orElseThrow();
    }

    Counts counts() {
        return counts;
    }

    Progress progress() {
        return progress;
    }

    Instant startedAt() {
        return startedAt;
    }

    /// When the task last showed that it is getting on.
    Instant progressedAt() {
        return progressedAt;
    }

    TaskLog log() {
        return log;
    }

    Scope scope() {
        if (scope == null) {
            scope = surroundings.scopeOf(job);
        }
        return scope;
    }

    void log(LogType type, @Nullable String code, String message) {
        if (isFenced()) {
            return;
        }
        counts =
                counts.plus(
                        new Counts(
                                0,
                                0,
                                0,
                                0,
                                0,
                                1,
                                type == LogType.WARNING ? 1 : 0,
                                type == LogType.ERROR ? 1 : 0));
        log.line(type, code, message);
    }

    void total(long items, boolean isEstimate) {
        progress = new Progress(progress.processed(), items);
        totalIsEstimate = isEstimate;
    }

    void chunkDone(ChunkReport report) {
        if (report.chunk() < task().checkpoint().chunksDone()) {
            throw new IllegalStateException("Chunk " + report.chunk() + " lies behind");
        }
        checkNotGivenUp();
        var now = new Progress(progress.processed() + report.processed(), progress.total());
        var line = ProgressLine.of(task().type(), progress.processed(), now, totalIsEstimate);
        log.chunk(report.chunk(), report.lines(), line.orElse(null), job.counts().logs());
        var done =
                counts.plus(report.counted())
                        .plus(line.isPresent() ? Counts.ONE_LINE : Counts.NONE);
        checkpoint(
                new TaskCheckpointed(
                        id,
                        attempt,
                        new Checkpoint(report.chunk() + 1, report.position()),
                        now,
                        done));
        counts = done;
        progress = now;
        progressedAt = clock.instant();
        stopHere();
    }

    void stopHere() {
        checkNotGivenUp();
        if (stopRequested()) {
            throw new TaskStopRequested();
        }
    }

    boolean stopRequested() {
        return stop() != Stop.NONE || job.cancelRequestedAt() != null;
    }

    boolean isCancelled() {
        return stop() == Stop.CANCELLED || job.cancelRequestedAt() != null;
    }

    private void checkpoint(TaskCheckpointed event) {
        var next = surroundings.checkpointed(this, event);
        if (next.isEmpty()) {
            checkNotGivenUp();
            if (isCancelled() && Thread.currentThread().isInterrupted()) {
                throw new TaskStopRequested();
            }
            stop(Stop.FENCED);
            throw new TaskFenced("The checkpoint was refused");
        }
        job = next.get();
    }

    private void checkNotGivenUp() {
        switch (stop()) {
            case FENCED -> throw new TaskFenced("The task belongs to nobody or somebody else");
            case EXPIRED -> throw new TaskStopRequested();
            case NONE, SHUTDOWN, CANCELLED -> {}
        }
    }

    /// Whether nothing of this attempt is wanted any more.
    boolean isFenced() {
        return stop() == Stop.FENCED;
    }

    synchronized Stop stop() {
        return stop;
    }

    /// Asks the task to stop. A stronger reason replaces a weaker one.
    synchronized void stop(Stop reason) {
        if (reason.compareTo(stop) <= 0) {
            return;
        }
        stop = reason;
        if (reason.isAtOnce() && thread != null) {
            thread.interrupt();
        }
    }

    /// Gives up the chunk under way of a task that was asked to stop between two of them: the job
    /// was cancelled, so nobody will do it again.
    synchronized void interruptCancelled() {
        if (stop == Stop.CANCELLED && thread != null) {
            thread.interrupt();
        }
    }

    /// The calling thread runs the handler until [#handlerEnds]; only then may it be interrupted.
    synchronized void handlerBegins() {
        thread = Thread.currentThread();
        if (stop.isAtOnce()) {
            thread.interrupt();
        }
    }

    /// From here on nobody interrupts the thread, so that it can write how the task ended.
    synchronized void handlerEnds() {
        thread = null;
        Thread.interrupted();
    }
}
