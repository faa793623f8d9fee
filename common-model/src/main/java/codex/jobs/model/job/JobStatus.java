package codex.jobs.model.job;

/// The published job statuses, verbatim. `UNDEFINED` is never written (specification 3.0).
public enum JobStatus {
    UNDEFINED,
    ACTIVE,
    DELETED,
    PENDING,
    FAILED,
    COMPLETED;

    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == DELETED;
    }
}
