package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentId;
import org.jspecify.annotations.Nullable;

/// The input of `syncEnvironmentJob` (specification 3.6).
record SyncEnvironmentsJobInput(
        String jobName,
        String baseEnvironmentId,
        String targetEnvironmentId,
        @Nullable Boolean dryRun,
        @Nullable String idempotencyKey) {

    /// Everything that can be said without a look into a store.
    void check(Violations violations) {
        EnvironmentChecks.checkId("baseEnvironmentId", baseEnvironmentId, violations);
        EnvironmentChecks.checkId("targetEnvironmentId", targetEnvironmentId, violations);
        violations.checkText("jobName", jobName, CreateEnvironmentJobInput.LONGEST_NAME);
        violations.checkText(
                "idempotencyKey", idempotencyKey, CreateEnvironmentJobInput.LONGEST_NAME);
        if (baseEnvironmentId.equals(targetEnvironmentId)) {
            violations.add(
                    ErrorCode.SAME_ENVIRONMENT,
                    "targetEnvironmentId",
                    "An environment cannot be synced with itself.");
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
