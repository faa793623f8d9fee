package codex.jobs.worker.handlers.items;

/// The file cannot be read, or not any further. Message and code are for the person who created the
/// job.
public final class UnreadableFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    private UnreadableFile(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    static UnreadableFile missing() {
        return new UnreadableFile("FILE_NOT_FOUND", "The file does not exist any more");
    }

    static UnreadableFile empty() {
        return new UnreadableFile("FILE_EMPTY", "The file is empty");
    }

    static UnreadableFile encoding(String name) {
        return new UnreadableFile(
                "UNSUPPORTED_ENCODING", "The file is encoded as " + name + "; it must be UTF-8");
    }

    static UnreadableFile notJson(long offset) {
        return new UnreadableFile(
                "INVALID_FILE",
                "Neither a JSON object, a JSON array, NDJSON nor a ZIP begins at byte " + offset);
    }

    static UnreadableFile malformed(long offset, String expected) {
        return new UnreadableFile(
                "MALFORMED_JSON", "At byte " + offset + " of the file " + expected + " is missing");
    }

    static UnreadableFile trailing(long offset) {
        return new UnreadableFile(
                "MALFORMED_JSON", "At byte " + offset + " something follows the end of the data");
    }

    static UnreadableFile truncated(long start, long end) {
        return new UnreadableFile(
                "TRUNCATED_JSON",
                "The file ends at byte " + end + " inside of what begins at byte " + start);
    }

    static UnreadableFile archive(String code, String message) {
        return new UnreadableFile(code, message);
    }
}
