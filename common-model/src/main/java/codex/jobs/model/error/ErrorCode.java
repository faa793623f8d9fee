package codex.jobs.model.error;

/// The codes under which the API refuses something (specification 2.4).
public enum ErrorCode {
    AUTH_NOT_AUTHORIZED(false),
    BAD_USER_INPUT(false),
    DEAD_TASK_NOT_FOUND(false),
    DELIVERY_NOT_FOUND(false),
    ENVIRONMENT_ALIAS_TAKEN(false),
    ENVIRONMENT_NOT_FOUND(false),
    ENVIRONMENT_NOT_READY(true),
    ENVIRONMENT_PROTECTED(false),
    FIELD_NOT_FOUND(false),
    FIELD_STILL_IN_USE(false),
    FILE_KEY_REQUIRED(false),
    FILE_NOT_FOUND(false),
    FILE_TOO_LARGE(false),
    FILTER_REQUIRED(false),
    IDEMPOTENCY_CONFLICT(false),
    INVALID_CRON(false),
    INVALID_FILTER(false),
    INVALID_JOB_TYPE(false),
    JOB_NOT_CANCELLABLE(false),
    JOB_NOT_DELETABLE(false),
    JOB_NOT_FOUND(false),
    JOB_NOT_RETRYABLE(false),
    JOB_NOT_ROLLBACKABLE(false),
    JOB_NOT_UPDATABLE(false),
    MODEL_NOT_FOUND(false),
    QUOTA_EXCEEDED(true),
    RATE_LIMITED(true),
    RECURRING_JOB_NOT_FOUND(false),
    SAME_ENVIRONMENT(false),
    SCHEDULE_TOO_FREQUENT(false),
    SCOPE_REQUIRED(false),
    SERVER_STOPPING(true),
    SITE_ALIAS_TAKEN(false),
    SITE_NOT_FOUND(false),
    SUBSCRIBER_TOO_SLOW(true),
    UPLOAD_EXPIRED(false),
    UPLOAD_INCOMPLETE(false),
    UPLOAD_NOT_FOUND(false),
    UPLOAD_PART_MISMATCH(false),
    WEBHOOK_NOT_FOUND(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /// Whether the same request may succeed later.
    public boolean isRetryable() {
        return retryable;
    }
}
