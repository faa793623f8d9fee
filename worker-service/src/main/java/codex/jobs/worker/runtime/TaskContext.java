package codex.jobs.worker.runtime;

import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.Task;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;

/// All that a handler sees of the platform while it does one task. For the task's own thread only,
/// except [#stopRequested].
public final class TaskContext {

    private final TaskRun run;

    TaskContext(TaskRun run) {
        this.run = run;
    }

    /// The job as of the last checkpoint.
    public Job job() {
        return run.job();
    }

    /// The task as of the last checkpoint.
    public Task task() {
        return run.task();
    }

    /// Counted from 1; another attempt at the same task has a higher number.
    public int attempt() {
        return run.attempt();
    }

    public OrganizationId organization() {
        return run.job().organization();
    }

    /// The generation that readers of the job's environment see; looked up once, at the first call.
    public Scope scope() {
        return run.scope();
    }

    /// Where to continue: everything before it is done.
    public Checkpoint checkpoint() {
        return run.task().checkpoint();
    }

    /// What the whole task has done so far, earlier attempts included.
    public Counts counts() {
        return run.counts();
    }

    /// Says something about the task as a whole. Lines are counted, and leave this worker within a
    /// second or with the next chunk; too many of them are dropped, which the log then says.
    public void log(LogType type, String message) {
        run.log(type, null, message);
    }

    /// Says something about the task as a whole, with a code for programs, in capitals.
    public void log(LogType type, String code, String message) {
        run.log(type, code, message);
    }

    /// How many items there are; seen by clients with the next chunk.
    public void total(long items) {
        run.total(items, false);
    }

    /// As [#total], while nobody knows exactly.
    public void estimatedTotal(long items) {
        run.total(items, true);
    }

    /// Reports the next chunk as done: its lines are handed over for good, then the checkpoint is
    /// moved behind it.
    ///
    /// @throws TaskFenced if the task belongs to somebody else by now; the checkpoint stays
    /// @throws TaskStopRequested if the task must stop; the checkpoint has moved
    public void chunkDone(ChunkReport report) {
        run.chunkDone(report);
    }

    /// Whether the next [#chunkDone] would stop the task: for handlers with long chunks, which may
    /// then return early by calling [#stopHere].
    public boolean stopRequested() {
        return run.stopRequested();
    }

    /// Whether it would stop because the job was cancelled, so that nobody will continue.
    public boolean cancelled() {
        return run.isCancelled();
    }

    /// Whether the job was cancelled and the task is still this attempt's: for those who clean up
    /// behind themselves, whatever has ended them. Their thread may wait again, also if the chunk
    /// under way was interrupted.
    public boolean endsCancelled() {
        if (run.isFenced() || !run.isCancelled()) {
            return false;
        }
        var _ = Thread.interrupted();
        return true;
    }

    /// Ends the task between two chunks if it was asked to stop, else does nothing.
    ///
    /// @throws TaskFenced if the task belongs to somebody else by now
    /// @throws TaskStopRequested if the task must stop
    public void stopHere() {
        run.stopHere();
    }
}
