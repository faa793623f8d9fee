package codex.jobs.model.recurring;

/// What becomes of a time that does not exist, because the clocks are set forward over it.
public enum GapPolicy {
    /// It is left out.
    SKIP,
    /// It moves by as much as the clocks: 02:30 becomes 03:30.
    SHIFT,
    /// It fires at the moment when the clocks are set forward.
    RUN_AT_TRANSITION
}
