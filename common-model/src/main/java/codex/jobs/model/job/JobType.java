package codex.jobs.model.job;

/// The published job types, verbatim.
public enum JobType {
    UNDEFINED,
    IMPORT_ASSETS,
    IMPORT_ENTRIES,
    DELETE_CONTENT,
    CREATE_ENVIRONMENT,
    SYNC_ENVIRONMENTS,
    DELETE_ENVIRONMENT,
    DELETE_FIELD,
    CLONE_SITE,
    EXPORT_ENTRIES,
    DELETE_FILTERED_CONTENT
}
