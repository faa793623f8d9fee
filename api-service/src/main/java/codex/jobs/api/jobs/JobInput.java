package codex.jobs.api.jobs;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.tenant.EnvironmentStatus;
import org.jspecify.annotations.Nullable;

/// What all mutations that create jobs ask of their input.
public final class JobInput {

    private static final int LONGEST_NAME = 256;

    private JobInput() {}

    public static void checkName(Violations violations, String jobName) {
        if (jobName.isBlank()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "jobName", "A job needs a name.");
        } else {
            violations.checkText("jobName", jobName, LONGEST_NAME);
        }
    }

    public static void checkKey(Violations violations, @Nullable String idempotencyKey) {
        violations.checkText("idempotencyKey", idempotencyKey, LONGEST_NAME);
    }

    /// For jobs that work in the caller's environment.
    public static void checkEnvironment(Violations violations, Caller caller) {
        var status = caller.environment().status();
        // A sync ends with a ready environment; the job waits for its lock until then.
        if (status != EnvironmentStatus.READY && status != EnvironmentStatus.SYNCING) {
            violations.add(
                    ErrorCode.ENVIRONMENT_NOT_READY,
                    "",
                    "Environment %s is %s.".formatted(caller.environment().alias(), status));
        }
    }
}
