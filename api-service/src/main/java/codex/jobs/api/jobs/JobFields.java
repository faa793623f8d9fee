package codex.jobs.api.jobs;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Progress;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.files.KeptFileStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// The fields of `Job` that its document does not hold as they are shown.
@Controller
@SchemaMapping(typeName = "Job")
class JobFields {

    private final Environments environments;
    private final BlobStore blobs;
    private final KeptFileStore files;
    private final InstantSource time;
    private final ApiProperties properties;

    JobFields(
            Environments environments,
            BlobStore blobs,
            KeptFileStore files,
            InstantSource time,
            ApiProperties properties) {
        this.environments = environments;
        this.blobs = blobs;
        this.files = files;
        this.time = time;
        this.properties = properties;
    }

    @SchemaMapping
    @Nullable JobSummary summary(Job job) {
        return JobSummary.of(job, time.instant());
    }

    @SchemaMapping
    @Nullable Progress progress(Job job) {
        return job.startedAt() == null ? null : job.tasks().getFirst().progress();
    }

    @SchemaMapping
    @Nullable RecurringJobId recurringJobId(Job job) {
        return job.recurringJob();
    }

    @SchemaMapping
    Optional<Environment> baseEnvironment(Job job) {
        return environments.find(job.organization(), base(job));
    }

    private static EnvironmentId base(Job job) {
        return switch (job.spec()) {
            case JobSpec.CreateEnvironment spec -> spec.baseEnvironment();
            case JobSpec.SyncEnvironments spec -> spec.baseEnvironment();
            default -> job.environment();
        };
    }

    @SchemaMapping
    Optional<Environment> targetEnvironment(Job job) {
        return switch (job.spec()) {
            case JobSpec.CreateEnvironment spec ->
                    environments.find(job.organization(), spec.newEnvironment(job.id()));
            case JobSpec.SyncEnvironments spec ->
                    environments.find(job.organization(), spec.targetEnvironment());
            case JobSpec.DeleteEnvironment spec ->
                    environments.find(job.organization(), spec.targetEnvironment());
            default -> Optional.empty();
        };
    }

    @SchemaMapping
    @Nullable String filter(Job job) {
        return job.spec().filter();
    }

    @SchemaMapping
    @Nullable JobId rollbackOf(Job job) {
        return job.spec() instanceof JobSpec.Delete spec ? spec.undoes() : null;
    }

    private static @Nullable String newSiteId(Job job) {
        return job.spec() instanceof JobSpec.CloneSite spec && job.status() == JobStatus.COMPLETED
                ? spec.newSite(job)
                : null;
    }

    private static @Nullable String newEnvironmentId(Job job) {
        return job.spec() instanceof JobSpec.CreateEnvironment spec
                        && job.status() == JobStatus.COMPLETED
                ? spec.newEnvironment(job.id()).value()
                : null;
    }

    @SchemaMapping
    JobResultView result(Job job) {
        var result = job.result();
        var file = keptFile(job);
        var until = time.instant().plus(properties.resultUrlValidity());
        return new JobResultView(
                result.fileKey(),
                address(job, file),
                file == null ? null : until,
                result.sizeInBytes(),
                result.checksumSha256(),
                result.itemCount(),
                address(job, result.errorReportKey()),
                newSiteId(job),
                newEnvironmentId(job));
    }

    /// The files of exports are removed some time after the job's end.
    private @Nullable String keptFile(Job job) {
        var key = job.result().fileKey();
        return key != null
                        && job.finishedAt() != null
                        && files.has(new BlobKey(job.organization(), key))
                ? key
                : null;
    }

    private @Nullable String address(Job job, @Nullable String key) {
        return key == null
                ? null
                : blobs.presignGet(
                                new BlobKey(job.organization(), key),
                                properties.resultUrlValidity())
                        .toString();
    }

    /// Addresses are new with each read.
    record JobResultView(
            @Nullable String fileKey,
            @Nullable String downloadUrl,
            @Nullable Instant downloadUrlExpiresAt,
            @Nullable Long sizeInBytes,
            @Nullable String checksumSha256,
            @Nullable Long itemCount,
            @Nullable String errorReportUrl,
            @Nullable String newSiteId,
            @Nullable String newEnvironmentId) {}
}
