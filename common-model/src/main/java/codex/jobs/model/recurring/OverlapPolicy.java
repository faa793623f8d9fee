package codex.jobs.model.recurring;

/// What becomes of a time that exists twice, because the clocks are set back over it.
public enum OverlapPolicy {
    FIRST,
    LAST,
    BOTH
}
