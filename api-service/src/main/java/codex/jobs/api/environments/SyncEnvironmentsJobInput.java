package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.recurring.ScheduleInput;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.recurring.GapPolicy;
import codex.jobs.model.recurring.OverlapPolicy;
import codex.jobs.model.tenant.EnvironmentId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The input of `syncEnvironmentJob` (specification 3.6).
record SyncEnvironmentsJobInput(
        String jobName,
        String baseEnvironmentId,
        String targetEnvironmentId,
        @Nullable String cronExpression,
        @Nullable String timeZone,
        @Nullable GapPolicy gapPolicy,
        @Nullable OverlapPolicy overlapPolicy,
        @Nullable Boolean dryRun,
        @Nullable String idempotencyKey) {

    /// Everything that can be said without a look into a store.
    void check(Violations violations) {
        EnvironmentChecks.checkId("baseEnvironmentId", baseEnvironmentId, violations);
        EnvironmentChecks.checkId("targetEnvironmentId", targetEnvironmentId, violations);
        violations.checkText("jobName", jobName, CreateEnvironmentJobInput.LONGEST_NAME);
        violations.checkText(
                "idempotencyKey", idempotencyKey, CreateEnvironmentJobInput.LONGEST_NAME);
        checkSchedule(violations);
        if (baseEnvironmentId.equals(targetEnvironmentId)) {
            violations.add(
                    ErrorCode.SAME_ENVIRONMENT,
                    "targetEnvironmentId",
                    "An environment cannot be synced with itself.");
        }
    }

    /// When it recurs; empty if it does not.
    Optional<ScheduleInput> schedule() {
        return Optional.ofNullable(cronExpression)
                .map(cron -> new ScheduleInput(cron, timeZone, gapPolicy, overlapPolicy));
    }

    private void checkSchedule(Violations violations) {
        schedule().ifPresent(schedule -> schedule.check(violations));
        if (cronExpression == null
                && (timeZone != null || gapPolicy != null || overlapPolicy != null)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "cronExpression",
                    "What is said about a schedule needs one.");
        }
    }

    /// Of an input that was checked.
    JobSpec.SyncEnvironments spec() {
        return new JobSpec.SyncEnvironments(
                new EnvironmentId(baseEnvironmentId),
                new EnvironmentId(targetEnvironmentId),
                Boolean.TRUE.equals(dryRun));
    }
}
