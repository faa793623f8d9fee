package codex.jobs.model.webhook;

/// Whether a webhook is told anything.
public enum WebhookStatus {
    ENABLED,
    /// By its owners, or because nothing could be delivered for too long.
    DISABLED
}
