package codex.jobs.local;

/// The demo did not show what it promises.
final class DemoFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
        super(message, null, false, false);
    }
}
