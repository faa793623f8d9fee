package codex.jobs.scheduler.retention;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long things are kept.
///
/// @param period pause between two looks for what may go
/// @param batch how many things are read or removed at once, from 1 to 5,000
/// @param finishedJobs how long jobs are kept after their end, with their logs, reports and chunks.
///   A job is kept for longer while its file, its trash, or what it has replaced or deleted is kept
/// @param uploads how long the file of an upload is kept after it was completed, and after a job
///   was created with it; at least an hour. It is kept for longer while a job needs it
/// @param exports how long the file of an export is kept after it was finished, and after a job was
///   created with it; at least an hour. It is kept for longer while a job needs it
/// @param unusedBlobs how long the bytes of assets are kept at least after they were stored, even
///   if nothing refers to them; then a day longer
/// @param blobPeriod pause between two looks through the bytes of all assets of an organization
/// @param organizations what holds for single organizations instead, by their ids
@ConfigurationProperties("codex.jobs.scheduler.retention")
public record RetentionProperties(
        @DefaultValue("10m") Duration period,
        @DefaultValue("200") int batch,
        @DefaultValue("90d") Duration finishedJobs,
        @DefaultValue("30d") Duration uploads,
        @DefaultValue("30d") Duration exports,
        @DefaultValue("7d") Duration unusedBlobs,
        @DefaultValue("1d") Duration blobPeriod,
        @DefaultValue Map<String, Policy> organizations) {

    /// Between the use of a file and the storing of the job for which it is used.
    static final Duration SHORTEST_USE = Duration.ofHours(1);

    /// What holds for one organization; null: what holds for all.
    public record Policy(
            @Nullable Duration finishedJobs,
            @Nullable Duration uploads,
            @Nullable Duration exports,
            @Nullable Duration unusedBlobs) {}

    public RetentionProperties {
        if (!period.isPositive() || !blobPeriod.isPositive()) {
            throw new IllegalArgumentException("Periods must be longer than nothing");
        }
        if (batch < 1 || batch > 5_000) {
            throw new IllegalArgumentException("batch must be between 1 and 5,000");
        }
        organizations = Map.copyOf(organizations);
        if (Stream.concat(
                        all(finishedJobs, organizations, Policy::finishedJobs),
                        all(unusedBlobs, organizations, Policy::unusedBlobs))
                .anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Nothing can be kept for less than no time");
        }
        if (Stream.concat(
                        all(uploads, organizations, Policy::uploads),
                        all(exports, organizations, Policy::exports))
                .anyMatch(keep -> keep.compareTo(SHORTEST_USE) < 0)) {
            throw new IllegalArgumentException(
                    "Uploads and files of exports are kept for an hour at least");
        }
    }

    private static Stream<Duration> all(
            Duration usual,
            Map<String, Policy> organizations,
            Function<Policy, @Nullable Duration> own) {
        return Stream.concat(
                Stream.of(usual),
                organizations.values().stream()
                        .<@Nullable Duration>map(own)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull));
    }

    Duration finishedJobs(OrganizationId organization) {
        return of(organization, Policy::finishedJobs, finishedJobs);
    }

    Duration uploads(OrganizationId organization) {
        return of(organization, Policy::uploads, uploads);
    }

    Duration exports(OrganizationId organization) {
        return of(organization, Policy::exports, exports);
    }

    Duration unusedBlobs(OrganizationId organization) {
        return of(organization, Policy::unusedBlobs, unusedBlobs);
    }

    private Duration of(
            OrganizationId organization, Function<Policy, @Nullable Duration> own, Duration usual) {
        var policy = organizations.get(organization.value());
        var special = policy == null ? null : own.apply(policy);
        return special == null ? usual : special;
    }
}
