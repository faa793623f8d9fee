package codex.jobs.api.control;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.Ids;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `cancelJob`, `retryJob`, `updateJob` and `deleteJob`.
@Controller
class ControlController {

    private static final int LONGEST_REASON = 500;

    private final JobControl control;
    private final JobRetries retries;
    private final InstantSource time;
    private final ApiProperties properties;

    ControlController(
            JobControl control, JobRetries retries, InstantSource time, ApiProperties properties) {
        this.control = control;
        this.retries = retries;
        this.time = time;
        this.properties = properties;
    }

    /// What mutations of a job answer.
    record JobPayload(Job job) {}

    @MutationMapping
    JobPayload cancelJob(
            @Argument String jobId,
            @Argument @Nullable String reason,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations("");
        violations.checkText("reason", reason, LONGEST_REASON);
        violations.throwIfAny();
        return new JobPayload(control.cancel(caller, Ids.job("jobId", jobId), reason));
    }

    @MutationMapping
    JobPayload retryJob(
            @Argument String jobId,
            @Argument @Nullable Boolean failedItemsOnly,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        return new JobPayload(
                retries.retry(
                        caller,
                        Ids.job("jobId", jobId),
                        Boolean.TRUE.equals(failedItemsOnly),
                        null));
    }

    @MutationMapping
    JobPayload updateJob(
            @Argument String jobId,
            @Argument @Nullable String jobName,
            @Argument @Nullable Instant scheduledTime,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations("");
        if (jobName != null) {
            JobInput.checkName(violations, jobName);
        }
        var latest = time.instant().plus(properties.imports().scheduledAtMost());
        if (scheduledTime != null && scheduledTime.isAfter(latest)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "scheduledTime",
                    "At most %s days ahead."
                            .formatted(properties.imports().scheduledAtMost().toDays()));
        }
        violations.throwIfAny();
        var moved = scheduledTime == null ? null : scheduledTime.truncatedTo(ChronoUnit.MILLIS);
        return new JobPayload(control.update(caller, Ids.job("jobId", jobId), jobName, moved));
    }

    @MutationMapping
    JobPayload deleteJob(@Argument String jobId, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        return new JobPayload(control.delete(caller, Ids.job("jobId", jobId)));
    }
}
