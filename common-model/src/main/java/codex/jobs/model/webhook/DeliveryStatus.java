package codex.jobs.model.webhook;

/// Where the telling of one event to one webhook stands.
public enum DeliveryStatus {
    /// Waits for its first or next attempt.
    PENDING,
    DELIVERED,
    /// All attempts failed; it can be delivered again by hand.
    FAILED,
    /// The webhook was disabled or deleted before.
    DROPPED
}
