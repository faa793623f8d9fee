package codex.jobs.stores.audit;

/// How a request to change something ended.
public enum AuditOutcome {
    /// It is under way, or its service died before it could say how it ended: what it asked for may
    /// or may not have happened.
    ATTEMPTED,
    SUCCEEDED,
    /// It was refused; nothing has changed.
    REFUSED,
    /// Something unexpected went wrong.
    FAILED
}
