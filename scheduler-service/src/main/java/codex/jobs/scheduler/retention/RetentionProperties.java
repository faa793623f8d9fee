package codex.jobs.scheduler.retention;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long things are kept.
///
/// @param period pause between two looks for what may go
/// @param batch how many jobs are removed at once, from 1 to 5,000
/// @param finishedJobs how long jobs are kept after their end, with their logs, reports and chunks.
///   A job is kept for longer while its file, its trash or what it has replaced is kept: 30 days
/// @param organizations what holds for single organizations instead, by their ids
@ConfigurationProperties("codex.jobs.scheduler.retention")
public record RetentionProperties(
        @DefaultValue("10m") Duration period,
        @DefaultValue("200") int batch,
        @DefaultValue("90d") Duration finishedJobs,
        @DefaultValue Map<String, Policy> organizations) {

    /// What holds for one organization.
    ///
    /// @param finishedJobs null: what holds for all
    public record Policy(@Nullable Duration finishedJobs) {}

    public RetentionProperties {
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period must be longer than nothing");
        }
        if (batch < 1 || batch > 5_000) {
            throw new IllegalArgumentException("batch must be between 1 and 5,000");
        }
        organizations = Map.copyOf(organizations);
        if (finishedJobs.isNegative()
                || organizations.values().stream()
                        .map(Policy::finishedJobs)
                        .anyMatch(keep -> keep != null && keep.isNegative())) {
            throw new IllegalArgumentException("Nothing can be kept for less than no time");
        }
    }

    Duration finishedJobs(OrganizationId organization) {
        var policy = organizations.get(organization.value());
        var own = policy == null ? null : policy.finishedJobs();
        return own == null ? finishedJobs : own;
    }
}
