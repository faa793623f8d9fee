package codex.jobs.worker.runtime;

/// Why a running task is to end before its handler returns, the weakest reason first: a later one
/// replaces an earlier one.
enum Stop {
    NONE,
    /// The worker shuts down; the task is handed back between two chunks.
    SHUTDOWN,
    /// The job was cancelled; the task ends between two chunks.
    CANCELLED,
    /// Too long, or too long without progress; the attempt fails.
    EXPIRED,
    /// The task belongs to another attempt, or to nobody; nothing is written any more.
    FENCED;

    /// Whether even a chunk under way is given up.
    boolean isAtOnce() {
        return this == EXPIRED || this == FENCED;
    }
}
