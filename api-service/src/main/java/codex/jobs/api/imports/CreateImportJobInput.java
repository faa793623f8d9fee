package codex.jobs.api.imports;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The input of `createImportJob` (specification 3.2).
record CreateImportJobInput(
        String jobName,
        @Nullable String fileKey,
        JobType jobType,
        @Nullable Instant scheduledTime,
        @Nullable Boolean dryRun,
        @Nullable ImportConflictMode conflictMode,
        @Nullable String siteId,
        @Nullable String model,
        @Nullable Integer maxErrors,
        @Nullable String idempotencyKey) {

    static final String NAME = "createJobInput";

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_REFERENCE = 256;

    /// Everything that can be said without a look into a store.
    void check(Violations violations, Instant now, Duration scheduledAtMost) {
        if (jobName.isBlank()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "jobName", "A job needs a name.");
        } else {
            violations.checkText("jobName", jobName, LONGEST_NAME);
        }
        checkType(violations);
        if (fileKey == null || fileKey.isBlank()) {
            violations.add(
                    ErrorCode.FILE_KEY_REQUIRED, "fileKey", "An import needs the key of a file.");
        }
        if (scheduledTime != null && scheduledTime.isAfter(now.plus(scheduledAtMost))) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "scheduledTime",
                    "A job can be planned " + scheduledAtMost.toDays() + " days ahead at most.");
        }
        violations.checkText("siteId", siteId, LONGEST_REFERENCE);
        violations.checkText("model", model, LONGEST_REFERENCE);
        violations.checkText("idempotencyKey", idempotencyKey, LONGEST_NAME);
        if (maxErrors != null && maxErrors < 0) {
            violations.add(ErrorCode.BAD_USER_INPUT, "maxErrors", "Must be 0 or more.");
        }
    }

    private void checkType(Violations violations) {
        switch (jobType) {
            case IMPORT_ENTRIES -> {}
            case IMPORT_ASSETS ->
                    violations.add(
                            ErrorCode.INVALID_JOB_TYPE,
                            "jobType",
                            "IMPORT_ASSETS is not available in this release; IMPORT_ENTRIES is.");
            default ->
                    violations.add(
                            ErrorCode.INVALID_JOB_TYPE,
                            "jobType",
                            jobType + " is no import; IMPORT_ENTRIES is.");
        }
    }

    /// @param fileKey one that was checked
    JobSpec spec(String fileKey) {
        return new JobSpec.ImportEntries(
                fileKey,
                Objects.requireNonNullElse(conflictMode, ImportConflictMode.UPSERT),
                Boolean.TRUE.equals(dryRun),
                siteId,
                model,
                maxErrors);
    }
}
