package codex.jobs.model.tenant;

/// What a credential may do; each role includes the ones before it.
public enum Role {
    /// Read jobs, logs and environments.
    VIEWER,
    /// Upload files and create jobs.
    EDITOR,
    /// Everything, also on protected environments.
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
