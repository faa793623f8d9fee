package codex.jobs.model.job;

/// The published task statuses, verbatim.
public enum TaskStatus {
    ACTIVE,
    FAILED,
    PENDING,
    COMPLETED;

    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED;
    }
}
