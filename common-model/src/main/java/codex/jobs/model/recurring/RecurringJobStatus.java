package codex.jobs.model.recurring;

/// The published statuses of recurring jobs, verbatim (specification 3.6). `UNDEFINED` is never
/// written.
public enum RecurringJobStatus {
    UNDEFINED,
    /// A run is in progress.
    ACTIVE,
    DELETED,
    /// Waits for its next time.
    SCHEDULED,
    /// As `SCHEDULED`, but the last run has failed.
    FAILED,
    /// There is no next time.
    COMPLETED,
    PAUSED
}
