package codex.jobs.worker.handlers.items;

/// One item cannot be understood; the others can.
final class BrokenItem extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String path;

    BrokenItem(String code, String message, String path) {
        super(message, null, false, false);
        this.code = code;
        this.path = path;
    }

    String code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /// JSON pointer into the item, empty for the item itself.
    String path() {
        return path;
    }
}
