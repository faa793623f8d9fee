package codex.jobs.worker.runtime;

/// The task must stop here, between two chunks: its job was cancelled, or its worker shuts down.
/// What is done is kept. Handlers let it pass.
public final class TaskStopRequested extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskStopRequested() {
        super("Asked to stop", null, false, false);
    }
}
