package codex.jobs.model.content;

/// What a field of a model holds (specification 1.4).
public enum FieldType {
    TEXT,
    INTEGER,
    DECIMAL,
    DATE_TIME,
    BOOLEAN,
    LOCATION,
    REFERENCE,
    URL,
    MEDIA,
    RICH_TEXT,
    RICH_CONTENT,
    AUTHOR,
    TAG,
    SECTION
}
