package codex.jobs.api.jobs;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.TaskId;
import org.jspecify.annotations.Nullable;

/// Texts of clients → ids.
public final class Ids {

    private Ids() {}

    public static JobId job(String argument, String value) {
        if (!JobId.isValid(value)) {
            throw new Rejected(ErrorCode.BAD_USER_INPUT, argument, "Not a job id.");
        }
        return new JobId(value);
    }

    public static RecurringJobId recurringJob(String argument, String value) {
        if (!RecurringJobId.isValid(value)) {
            throw new Rejected(
                    ErrorCode.BAD_USER_INPUT, argument, "Not the id of a recurring job.");
        }
        return new RecurringJobId(value);
    }

    public static @Nullable TaskId task(@Nullable String value) {
        try {
            return value == null ? null : new TaskId(value);
        } catch (IllegalArgumentException _) {
            throw new Rejected(ErrorCode.BAD_USER_INPUT, "taskId", "Not a task id.");
        }
    }
}
