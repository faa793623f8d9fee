package codex.jobs.worker.handlers.assets;

/// There are more bytes than an asset may have.
final class TooLarge extends Exception {

    private static final long serialVersionUID = 1L;

    TooLarge() {
        super("Too large", null, false, false);
    }
}
