package codex.jobs.worker.runtime;

/// The task no longer belongs to this worker: another attempt has it, or it is over. Nothing that
/// this attempt still does can have an effect, so it must end at once. Handlers let it pass.
public final class TaskFenced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskFenced(String reason) {
        super(reason, null, false, false);
    }
}
