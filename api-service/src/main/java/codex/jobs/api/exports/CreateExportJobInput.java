package codex.jobs.api.exports;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The input of `createExportJob` (specification 3.4).
record CreateExportJobInput(
        String jobName,
        @Nullable String filter,
        JobType jobType,
        @Nullable ExportFormat format,
        @Nullable String idempotencyKey) {

    static final String NAME = "createJobInput";

    /// Everything that can be said without a look into a store, but not about the filter.
    void check(Violations violations) {
        JobInput.checkName(violations, jobName);
        if (jobType != JobType.EXPORT_ENTRIES) {
            violations.add(
                    ErrorCode.INVALID_JOB_TYPE,
                    "jobType",
                    jobType + " is no export; EXPORT_ENTRIES is.");
        }
        JobInput.checkKey(violations, idempotencyKey);
    }

    JobSpec spec(Filter understood) {
        return new JobSpec.ExportEntries(
                understood.json(), Objects.requireNonNullElse(format, ExportFormat.JSON));
    }
}
