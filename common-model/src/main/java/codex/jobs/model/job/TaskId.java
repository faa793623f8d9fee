package codex.jobs.model.job;

/// The id of a task: its job's id and its position, counted from 1. It can be told from the plan,
/// so that planning a job twice gives the same ids.
public record TaskId(String value) {

    public TaskId {
        var dash = value.lastIndexOf('-');
        if (dash < 1 || dash == value.length() - 1) {
            throw new IllegalArgumentException("Not a task id");
        }
    }

    public static TaskId of(JobId job, int order) {
        return new TaskId(job.value() + "-" + order);
    }

    /// The job that has the task.
    public JobId job() {
        return new JobId(value.substring(0, value.lastIndexOf('-')));
    }

    @Override
    public String toString() {
        return value;
    }
}
