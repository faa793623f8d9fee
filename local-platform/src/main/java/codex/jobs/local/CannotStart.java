package codex.jobs.local;

/// The platform cannot start, for a reason that whoever started it can understand and mend. The
/// message is meant for them.
final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStart(String message) {
        super(message, null, false, false);
    }
}
