package codex.jobs.model.job;

/// How the file of an export is laid out.
public enum ExportFormat {
    /// One array.
    JSON("entries.json", "application/json"),

    /// One entry a line, as in https://github.com/ndjson/ndjson-spec.
    NDJSON("entries.ndjson", "application/x-ndjson");

    private final String fileName;
    private final String contentType;

    ExportFormat(String fileName, String contentType) {
        this.fileName = fileName;
        this.contentType = contentType;
    }

    public String fileName() {
        return fileName;
    }

    public String contentType() {
        return contentType;
    }
}
