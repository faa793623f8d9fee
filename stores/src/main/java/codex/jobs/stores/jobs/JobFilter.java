package codex.jobs.stores.jobs;

import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Text;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Order;
import org.springframework.data.mongodb.core.query.Criteria;

/// A [JobQuery] in the words of the database. The organization comes first, always.
final class JobFilter {

    private static final String TYPE = "spec." + SpecCodecs.TYPE;

    private static final Set<JobStatus> VISIBLE =
            EnumSet.complementOf(EnumSet.of(JobStatus.DELETED));

    private JobFilter() {}

    /// For reading in order of creation: the index is walked from the newest on, and the few
    /// deleted jobs are left out on the way.
    static Criteria forReading(OrganizationId organization, JobQuery query) {
        return query.statuses().isEmpty()
                ? of(organization, query).and("status").ne(JobStatus.DELETED)
                : of(organization, query).and("status").in(query.statuses());
    }

    /// For counting: the same, said so that organization and status alone can be answered from
    /// their index without reading a job.
    static Criteria forCounting(OrganizationId organization, JobQuery query) {
        var statuses = query.statuses().isEmpty() ? VISIBLE : EnumSet.copyOf(query.statuses());
        return of(organization, query).and("status").in(statuses);
    }

    private static Criteria of(OrganizationId organization, JobQuery query) {
        var filter = Criteria.where("organization").is(organization);
        if (query.ids() != null) {
            filter.and("_id").in(query.ids());
        }
        among(filter, TYPE, query.types());
        among(filter, "outcome", query.outcomes());
        equal(filter, "recurringJob", query.recurringJob());
        equal(filter, "environment", query.environmentId());
        equal(filter, "spec.siteId", query.siteId());
        equal(filter, "createdBy.id", query.createdBy());
        if (query.search() != null) {
            filter.and("name").regex(Text.containing(query.search()));
        }
        between(filter, query.createdFrom(), query.createdTo());
        return filter;
    }

    private static void among(Criteria filter, String field, List<?> values) {
        if (!values.isEmpty()) {
            filter.and(field).in(values);
        }
    }

    private static void equal(Criteria filter, String field, @Nullable Object value) {
        if (value != null) {
            filter.and(field).is(value);
        }
    }

    private static void between(Criteria filter, @Nullable Instant from, @Nullable Instant to) {
        if (from == null && to == null) {
            return;
        }
        var created = filter.and("createdAt");
        if (from != null) {
            created.gte(from);
        }
        if (to != null) {
            created.lt(to);
        }
    }

    static Sort order(JobQuery query) {
        var byId = Order.desc("_id");
        if (query.sort().isEmpty()) {
            return Sort.by(Order.desc("createdAt"), byId);
        }
        var asked =
                query.sort().stream()
                        .map(sort ->
                                sort.descending()
                                        ? Order.desc(path(sort.field()))
                                        : Order.asc(path(sort.field())));
        return Sort.by(Stream.concat(asked, Stream.of(byId)).toList());
    }

    private static String path(JobQuery.Field field) {
        return switch (field) {
            case CREATED_AT -> "createdAt";
            case UPDATED_AT -> "updatedAt";
            case FINISHED_AT -> "finishedAt";
            case NAME -> "name";
            case STATUS -> "status";
            case TYPE -> TYPE;
        };
    }
}
