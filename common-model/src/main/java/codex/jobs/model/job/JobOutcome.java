package codex.jobs.model.job;

/// How a job ended, finer than its status (specification 3.0, "States").
public enum JobOutcome {
    SUCCEEDED,
    SUCCEEDED_WITH_ERRORS,
    FAILED,
    CANCELLED,
    SKIPPED
}
