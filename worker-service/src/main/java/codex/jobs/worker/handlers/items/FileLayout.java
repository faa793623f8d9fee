package codex.jobs.worker.handlers.items;

/// How the items of a file follow each other.
public enum FileLayout {
    /// To be seen from the first bytes.
    UNKNOWN,
    /// The elements of one array.
    ARRAY,
    /// One object, or several that may span lines.
    OBJECTS,
    /// An object a line (NDJSON): a broken line harms no other.
    LINES
}
