package codex.jobs.model.job;

import org.jspecify.annotations.Nullable;

/// What a job leaves behind; keys are those of objects inside the organization's prefix.
///
/// @param sizeInBytes of the file that was read or written
/// @param fileKey the file that the job has written
/// @param checksumSha256 of that file, in lower-case hex digits
public record JobResult(
        @Nullable String errorReportKey,
        @Nullable Long itemCount,
        @Nullable Long sizeInBytes,
        @Nullable String fileKey,
        @Nullable String checksumSha256) {

    public static final JobResult NONE = ofInput(null, null, null);

    /// Of a job that has read a file.
    public static JobResult ofInput(
            @Nullable String errorReportKey, @Nullable Long itemCount, @Nullable Long sizeInBytes) {
        return new JobResult(errorReportKey, itemCount, sizeInBytes, null, null);
    }

    /// Of a job that has written a file.
    public static JobResult ofFile(
            String fileKey, long itemCount, long sizeInBytes, String checksumSha256) {
        return new JobResult(null, itemCount, sizeInBytes, fileKey, checksumSha256);
    }

    /// Each value of `later` where it has one, else this one's.
    public JobResult or(JobResult later) {
        return new JobResult(
                later.errorReportKey != null ? later.errorReportKey : errorReportKey,
                later.itemCount != null ? later.itemCount : itemCount,
                later.sizeInBytes != null ? later.sizeInBytes : sizeInBytes,
                later.fileKey != null ? later.fileKey : fileKey,
                later.checksumSha256 != null ? later.checksumSha256 : checksumSha256);
    }
}
