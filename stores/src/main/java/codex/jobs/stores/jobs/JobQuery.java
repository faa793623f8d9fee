package codex.jobs.stores.jobs;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.tenant.EnvironmentId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which jobs of an organization, in which order. A null condition, or an empty list but for `ids`,
/// is no condition; deleted jobs are hidden unless `statuses` names them.
///
/// @param ids null for any; an empty list finds nothing
/// @param recurringJob the runs of this one
/// @param createdBy the id of an actor
/// @param search part of the name, compared without case
/// @param createdFrom inclusive
/// @param createdTo exclusive
/// @param sort most important first; the newest come first where it leaves a choice
/// @param offset from 0
/// @param limit at least 0; with 0 only the total is told
public record JobQuery(
        @Nullable List<JobId> ids,
        List<JobType> types,
        List<JobStatus> statuses,
        List<JobOutcome> outcomes,
        @Nullable RecurringJobId recurringJob,
        @Nullable EnvironmentId environmentId,
        @Nullable String siteId,
        @Nullable String createdBy,
        @Nullable String search,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        List<Sort> sort,
        int offset,
        int limit) {

    public enum Field {
        CREATED_AT,
        UPDATED_AT,
        FINISHED_AT,
        NAME,
        STATUS,
        TYPE
    }

    public record Sort(Field field, boolean descending) {}

    public JobQuery {
        ids = ids == null ? null : List.copyOf(ids);
        types = List.copyOf(types);
        statuses = List.copyOf(statuses);
        outcomes = List.copyOf(outcomes);
        sort = List.copyOf(sort);
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("Offset and limit count from 0");
        }
    }

    /// All of an organization's jobs, newest first.
    public static JobQuery all(int offset, int limit) {
        return new JobQuery(
                null, List.of(), List.of(), List.of(), null, null, null, null, null, null, null,
                List.of(), offset, limit);
    }

    /// The runs of a recurring job, newest first.
    public static JobQuery runs(RecurringJobId recurringJob, int offset, int limit) {
        return new JobQuery(
                null,
                List.of(),
                List.of(),
                List.of(),
                recurringJob,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                offset,
                limit);
    }
}
