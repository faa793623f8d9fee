package codex.jobs.model.job;

/// How a job holds an environment: together with other readers, or alone.
public enum LockMode {
    SHARED,
    EXCLUSIVE;

    public boolean isCompatibleWith(LockMode other) {
        return this == SHARED && other == SHARED;
    }
}
