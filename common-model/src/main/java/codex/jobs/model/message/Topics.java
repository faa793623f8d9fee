package codex.jobs.model.message;

import codex.jobs.model.job.TaskType;

/// Every topic and consumer group name.
public final class Topics {

    public static final String JOB_EVENTS = "job-events";
    public static final String RECURRING_EVENTS = "recurring-job-events";
    public static final String JOB_TASK_LOGS = "job-task-logs";
    public static final String DEAD_TASKS = "tasks.dead";

    private Topics() {}

    public static String tasks(TaskType type) {
        return "tasks." + type.slug();
    }

    /// The share group whose members are the workers of one task type.
    public static String workers(TaskType type) {
        return "workers." + type.slug();
    }
}
