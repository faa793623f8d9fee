package codex.jobs.api.imports;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The input of `createImportJob` (specification 3.1, 3.2).
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

    private static final int LONGEST_REFERENCE = 256;

    /// Everything that can be said without a look into a store.
    void check(Violations violations, Instant now, Duration scheduledAtMost) {
        JobInput.checkName(violations, jobName);
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
        JobInput.checkKey(violations, idempotencyKey);
        if (maxErrors != null && maxErrors < 0) {
            violations.add(ErrorCode.BAD_USER_INPUT, "maxErrors", "Must be 0 or more.");
        }
    }

    private void checkType(Violations violations) {
        switch (jobType) {
            case IMPORT_ENTRIES -> {}
            case IMPORT_ASSETS -> {
                refuseForAssets(violations, "siteId", siteId);
                refuseForAssets(violations, "model", model);
            }
            default ->
                    violations.add(
                            ErrorCode.INVALID_JOB_TYPE,
                            "jobType",
                            jobType + " is no import; IMPORT_ENTRIES and IMPORT_ASSETS are.");
        }
    }

    /// Assets belong to the whole organization: whoever names a site expects something else.
    private static void refuseForAssets(
            Violations violations, String field, @Nullable String value) {
        if (value != null) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, field, "Assets belong to no site and no model.");
        }
    }

    /// @param fileKey one that was checked, as is the job's type
    JobSpec spec(String fileKey) {
        var mode = Objects.requireNonNullElse(conflictMode, ImportConflictMode.UPSERT);
        var isDryRun = Boolean.TRUE.equals(dryRun);
        return switch (jobType) {
            case IMPORT_ASSETS -> new JobSpec.ImportAssets(fileKey, mode, isDryRun, maxErrors);
            case IMPORT_ENTRIES ->
                    new JobSpec.ImportEntries(fileKey, mode, isDryRun, siteId, model, maxErrors);
            default -> throw new IllegalStateException(jobType + " was not checked");
        };
    }
}
