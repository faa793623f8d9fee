package codex.jobs.model.job;

/// What happens to an item that exists already (specification 3.2, "Existing entry").
public enum ImportConflictMode {
    /// Listed keys are replaced, others kept; unknown items are created.
    UPSERT,
    /// Existing items are skipped with a warning.
    CREATE_ONLY,
    /// Unknown items are errors.
    UPDATE_ONLY,
    /// The whole content is replaced; unknown items are created.
    REPLACE
}
