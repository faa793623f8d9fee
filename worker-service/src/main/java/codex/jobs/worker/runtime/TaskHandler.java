package codex.jobs.worker.runtime;

/// Does the work of one task type, chunk by chunk. One handler serves many tasks at the same time,
/// each on a thread of its own.
///
/// A handler may be stopped after any chunk and continued by another worker, and a chunk that was
/// under way is then done again: the writes of a chunk must be idempotent, and whatever a handler
/// needs to find its place must be in the position of its [ChunkReport].
///
/// An exception means that something unexpected happened: the attempt failed and is tried again
/// later, from the last checkpoint. Its text is for the service's own log and never shown to
/// clients; what they should read is said with [Outcome.Failed] or [TaskContext#log].
@FunctionalInterface
public interface TaskHandler {

    /// Continues the task from its checkpoint to its end.
    ///
    /// @throws TaskFenced thrown by the context; let it pass
    /// @throws TaskStopRequested thrown by the context; let it pass
    /// @throws InterruptedException the task ran out of time, or nobody wants its result any more
    Outcome run(TaskContext task) throws Exception;
}
