package codex.jobs.api.recurring;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringJobType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.recurring.RecurringQuery;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which recurring jobs; what is not given is no condition.
record RecurringJobFilterInput(
        @Nullable List<String> ids,
        @Nullable List<RecurringJobType> types,
        @Nullable List<RecurringJobStatus> statuses,
        @Nullable String baseEnvironmentId,
        @Nullable String targetEnvironmentId,
        @Nullable String search) {

    static final RecurringJobFilterInput ALL =
            new RecurringJobFilterInput(null, null, null, null, null, null);

    private static final int MOST_IDS = 100;
    private static final int LONGEST_TEXT = 256;

    RecurringQuery query(Paging page, List<RecurringJobSortInput> sort) {
        check(sort);
        return new RecurringQuery(
                ids == null ? null : ids.stream().map(RecurringJobId::new).toList(),
                Objects.requireNonNullElse(types, List.of()),
                Objects.requireNonNullElse(statuses, List.of()),
                baseEnvironmentId == null ? null : new EnvironmentId(baseEnvironmentId),
                targetEnvironmentId == null ? null : new EnvironmentId(targetEnvironmentId),
                search,
                sort.stream().map(RecurringJobSortInput::sort).toList(),
                page.offset(),
                page.limit());
    }

    private void check(List<RecurringJobSortInput> sort) {
        var violations = new Violations("");
        if (ids != null
                && (ids.size() > MOST_IDS || !ids.stream().allMatch(RecurringJobId::isValid))) {
            violations.add(ErrorCode.BAD_USER_INPUT, "filter.ids", "At most " + MOST_IDS + " ids.");
        }
        checkEnvironment("filter.baseEnvironmentId", baseEnvironmentId, violations);
        checkEnvironment("filter.targetEnvironmentId", targetEnvironmentId, violations);
        violations.checkText("filter.search", search, LONGEST_TEXT);
        if (sort.size() > RecurringJobSortInput.MOST) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "sort",
                    "At most " + RecurringJobSortInput.MOST + " fields.");
        }
        violations.throwIfAny();
    }

    private static void checkEnvironment(
            String argument, @Nullable String id, Violations violations) {
        if (id != null && !EnvironmentId.isValid(id)) {
            violations.add(ErrorCode.BAD_USER_INPUT, argument, "Not an environment id.");
        }
    }
}
