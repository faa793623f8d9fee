package codex.jobs.worker.handlers.entries;

/// The file cannot be read, or not any further. The message is for the person who made it.
final class FileProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    FileProblem(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
