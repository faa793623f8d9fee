package codex.jobs.model.recurring;

/// The published types of recurring jobs, verbatim. `UNDEFINED` is never written.
public enum RecurringJobType {
    UNDEFINED,
    SYNC
}
