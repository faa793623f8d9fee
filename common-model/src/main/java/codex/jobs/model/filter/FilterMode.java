package codex.jobs.model.filter;

/// How much is forgiven (specification 1.11).
public enum FilterMode {
    /// Nothing: for jobs that delete.
    STRICT,

    /// The form in which the public documentation shows an export's filter, with closing braces too
    /// many, is repaired and warned about: for jobs that only read.
    LENIENT
}
