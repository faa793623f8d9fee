package codex.jobs.stores.mongo;

/// The collections of the control plane.
public final class Collections {

    public static final String API_KEYS = "apiKeys";
    public static final String AUDIT_LOG = "auditLog";
    public static final String BLOB_PASSES = "blobPasses";
    public static final String CHUNKS = "chunks";
    public static final String DEAD_TASKS = "deadTasks";
    public static final String ENVIRONMENTS = "environments";
    public static final String ENVIRONMENT_LOCKS = "environmentLocks";
    public static final String JOBS = "jobs";
    public static final String JOB_TASK_LOGS = "jobTaskLogs";
    public static final String KEPT_FILES = "keptFiles";
    public static final String ORGANIZATIONS = "organizations";
    public static final String REMOVED_JOBS = "removedJobs";
    public static final String RECURRING_JOBS = "recurringJobs";
    public static final String RETIRED_CONTENT = "retiredContent";
    public static final String SESSIONS = "sessions";
    public static final String UNUSED_BLOBS = "unusedBlobs";
    public static final String UPLOADS = "uploads";
    public static final String WEBHOOKS = "webhooks";
    public static final String WEBHOOK_DELIVERIES = "webhookDeliveries";

    private Collections() {}
}
