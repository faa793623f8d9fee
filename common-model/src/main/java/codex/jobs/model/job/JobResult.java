package codex.jobs.model.job;

import org.jspecify.annotations.Nullable;

/// What a job leaves behind, as object keys inside the organization's prefix.
public record JobResult(
        @Nullable String errorReportKey, @Nullable Long itemCount, @Nullable Long sizeInBytes) {

    public static final JobResult NONE = new JobResult(null, null, null);

    /// Each value of `later` where it has one, else this one's.
    public JobResult or(JobResult later) {
        return new JobResult(
                later.errorReportKey != null ? later.errorReportKey : errorReportKey,
                later.itemCount != null ? later.itemCount : itemCount,
                later.sizeInBytes != null ? later.sizeInBytes : sizeInBytes);
    }
}
