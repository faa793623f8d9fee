package codex.jobs.api.limits;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.error.Rejected.Violation;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.LimitStore;
import codex.jobs.stores.uploads.UploadStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What organizations take and give back of their limits. What is taken and then not used is given
/// back; what is used no more is seen by itself within a few seconds.
@Component
public final class Quotas {

    /// A job ends any moment.
    private static final Duration JOBS_RETRY_AFTER = Duration.ofSeconds(5);

    /// Somebody must delete something.
    private static final Duration OTHERS_RETRY_AFTER = Duration.ofMinutes(1);

    private final LimitStore limits;
    private final EnvironmentStore environments;
    private final MeterRegistry meters;
    private final Tally jobs;
    private final Tally uploads;

    Quotas(
            LimitStore limits,
            JobStore jobs,
            UploadStore uploads,
            EnvironmentStore environments,
            MeterRegistry meters) {
        this.limits = limits;
        this.environments = environments;
        this.meters = meters;
        this.jobs = new Tally(jobs::countUnfinished, System::nanoTime);
        this.uploads = new Tally(uploads::sizeOfKept, System::nanoTime);
    }

    /// Makes room for a job that is not over.
    ///
    /// @param argument where the caller has named the job; empty if it is a new one
    /// @return the refusal, if there is no room
    public Optional<Rejected> takeJob(OrganizationId organization, String argument) {
        var most = limits.of(organization).queuedJobs();
        return jobs.take(organization, 1, most)
                ? Optional.empty()
                : Optional.of(
                        new Rejected(
                                List.of(
                                        refusal(
                                                "queuedJobs",
                                                argument,
                                                "At most " + most + " jobs that are not over.",
                                                JOBS_RETRY_AFTER))));
    }

    public void giveBackJob(OrganizationId organization) {
        jobs.giveBack(organization, 1);
    }

    /// Makes room for an upload, or throws [Rejected].
    ///
    /// @param size in bytes
    /// @param argument that names the size
    public void takeUpload(OrganizationId organization, long size, String argument) {
        var most = limits.of(organization).uploadBytes();
        if (!uploads.take(organization, size, most)) {
            throw new Rejected(
                    List.of(
                            refusal(
                                    "uploadBytes",
                                    argument,
                                    "At most " + most + " bytes in all uploads together.",
                                    OTHERS_RETRY_AFTER)));
        }
    }

    public void giveBackUpload(OrganizationId organization, long size) {
        uploads.giveBack(organization, size);
    }

    /// The refusal of one more environment, if there are enough.
    ///
    /// @param argument that asks for it
    public Optional<Violation> oneMoreEnvironment(OrganizationId organization, String argument) {
        var most = limits.of(organization).environments();
        return environments(organization) < most
                ? Optional.empty()
                : Optional.of(
                        refusal(
                                "environments",
                                argument,
                                "An organization can have " + most + " environments.",
                                OTHERS_RETRY_AFTER));
    }

    private Violation refusal(String limit, String argument, String message, Duration retryAfter) {
        meters.counter("codex.jobs.limits.refused", "limit", limit).increment();
        return new Violation(ErrorCode.QUOTA_EXCEEDED, argument, message, retryAfter);
    }

    /// How many jobs are not over, as it was counted last.
    long jobs(OrganizationId organization) {
        return jobs.used(organization);
    }

    /// Bytes of all uploads, as they were counted last.
    long uploads(OrganizationId organization) {
        return uploads.used(organization);
    }

    /// How many environments there are, those included that are being deleted.
    int environments(OrganizationId organization) {
        return environments.list(organization).size();
    }
}
