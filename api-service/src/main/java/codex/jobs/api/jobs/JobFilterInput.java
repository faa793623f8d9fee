package codex.jobs.api.jobs;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.jobs.JobQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which jobs; what is not given is no condition.
record JobFilterInput(
        @Nullable List<String> ids,
        @Nullable List<JobType> types,
        @Nullable List<JobStatus> statuses,
        @Nullable List<JobOutcome> outcomes,
        @Nullable String recurringJobId,
        @Nullable String environmentId,
        @Nullable String siteId,
        @Nullable String createdBy,
        @Nullable String search,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {

    static final JobFilterInput ALL =
            new JobFilterInput(null, null, null, null, null, null, null, null, null, null, null);

    private static final int MOST_IDS = 100;
    private static final int LONGEST_TEXT = 256;

    JobQuery query(Paging page, List<JobSortInput> sort) {
        check(sort);
        return new JobQuery(
                ids == null ? null : ids.stream().map(JobId::new).toList(),
                orNone(types),
                orNone(statuses),
                orNone(outcomes),
                recurringJobId == null ? null : new RecurringJobId(recurringJobId),
                environmentId == null ? null : new EnvironmentId(environmentId),
                siteId,
                createdBy,
                search,
                createdFrom,
                createdTo,
                sort.stream().map(JobSortInput::sort).toList(),
                page.offset(),
                page.limit());
    }

    private void check(List<JobSortInput> sort) {
        var violations = new Violations("");
        if (ids != null && (ids.size() > MOST_IDS || !ids.stream().allMatch(JobId::isValid))) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "filter.ids", "At most " + MOST_IDS + " job ids.");
        }
        if (recurringJobId != null && !RecurringJobId.isValid(recurringJobId)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "filter.recurringJobId",
                    "Not the id of a recurring job.");
        }
        if (environmentId != null && !EnvironmentId.isValid(environmentId)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "filter.environmentId", "Not an environment id.");
        }
        violations.checkText("filter.siteId", siteId, LONGEST_TEXT);
        violations.checkText("filter.createdBy", createdBy, LONGEST_TEXT);
        violations.checkText("filter.search", search, LONGEST_TEXT);
        if (sort.size() > JobSortInput.MOST) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "sort", "At most " + JobSortInput.MOST + " fields.");
        }
        violations.throwIfAny();
    }

    private static <T> List<T> orNone(@Nullable List<T> values) {
        return Objects.requireNonNullElse(values, List.of());
    }
}
