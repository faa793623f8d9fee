package codex.jobs.stores.recurring;

import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringJobType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Text;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort.Order;
import org.springframework.data.mongodb.core.query.Criteria;

/// Which recurring jobs of an organization, in which order. A null condition, or an empty list but
/// for `ids`, is no condition; deleted ones are hidden unless `statuses` names them.
///
/// @param ids null for any; an empty list finds nothing
/// @param search part of the name, compared without case
/// @param sort most important first; the newest come first where it leaves a choice
/// @param offset from 0
/// @param limit at least 0; with 0 only the total is told
public record RecurringQuery(
        @Nullable List<RecurringJobId> ids,
        List<RecurringJobType> types,
        List<RecurringJobStatus> statuses,
        @Nullable EnvironmentId baseEnvironment,
        @Nullable EnvironmentId targetEnvironment,
        @Nullable String search,
        List<Sort> sort,
        int offset,
        int limit) {

    public enum Field {
        CREATED_AT,
        UPDATED_AT,
        NAME,
        STATUS,
        NEXT_RUN_AT
    }

    public record Sort(Field field, boolean descending) {}

    public RecurringQuery {
        ids = ids == null ? null : List.copyOf(ids);
        types = List.copyOf(types);
        statuses = List.copyOf(statuses);
        sort = List.copyOf(sort);
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("Offset and limit count from 0");
        }
    }

    Criteria filter(OrganizationId organization) {
        var filter = Criteria.where("organization").is(organization);
        if (ids != null) {
            filter.and("_id").in(ids);
        }
        if (!types.isEmpty()) {
            filter.and("type").in(types);
        }
        if (statuses.isEmpty()) {
            filter.and("deleted").is(false);
        } else {
            filter.and("status").in(statuses);
        }
        if (baseEnvironment != null) {
            filter.and("spec.baseEnvironment").is(baseEnvironment);
        }
        if (targetEnvironment != null) {
            filter.and("spec.targetEnvironment").is(targetEnvironment);
        }
        if (search != null) {
            filter.and("name").regex(Text.containing(search));
        }
        return filter;
    }

    org.springframework.data.domain.Sort order() {
        var asked =
                (sort.isEmpty() ? List.of(new Sort(Field.CREATED_AT, true)) : sort)
                        .stream()
                                .map(by ->
                                        by.descending()
                                                ? Order.desc(path(by.field()))
                                                : Order.asc(path(by.field())));
        return org.springframework.data.domain.Sort.by(
                Stream.concat(asked, Stream.of(Order.desc("_id"))).toList());
    }

    private static String path(Field field) {
        return switch (field) {
            case CREATED_AT -> "createdAt";
            case UPDATED_AT -> "updatedAt";
            case NAME -> "name";
            case STATUS -> "status";
            case NEXT_RUN_AT -> "nextRunAt";
        };
    }
}
