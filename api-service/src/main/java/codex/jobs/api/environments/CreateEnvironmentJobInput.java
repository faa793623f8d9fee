package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The input of `createEnvironmentJob` (specification 3.5).
record CreateEnvironmentJobInput(
        String jobName,
        String baseEnvironmentId,
        String newEnvironmentAlias,
        String newEnvironmentDisplayName,
        @Nullable Instant scheduledTime,
        @Nullable String idempotencyKey) {

    static final String NAME = "createJobInput";
    static final int LONGEST_NAME = 256;

    /// Everything that can be said without a look into a store.
    void check(Violations violations, Instant now, Duration scheduledAtMost) {
        EnvironmentChecks.checkId("baseEnvironmentId", baseEnvironmentId, violations);
        violations.checkText("jobName", jobName, LONGEST_NAME);
        violations.checkText("newEnvironmentDisplayName", newEnvironmentDisplayName, LONGEST_NAME);
        violations.checkText("idempotencyKey", idempotencyKey, LONGEST_NAME);
        if (!EnvironmentAlias.isValid(newEnvironmentAlias)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "newEnvironmentAlias",
                    "Must have 2 to 64 letters, digits and dashes, with no dash at either end.");
        }
        if (scheduledTime != null && scheduledTime.isAfter(now.plus(scheduledAtMost))) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "scheduledTime",
                    "A job can be planned " + scheduledAtMost.toDays() + " days ahead at most.");
        }
    }

    /// Of an input that was checked.
    JobSpec.CreateEnvironment spec() {
        return new JobSpec.CreateEnvironment(
                new EnvironmentId(baseEnvironmentId),
                new EnvironmentAlias(newEnvironmentAlias),
                newEnvironmentDisplayName);
    }
}
