package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Limits;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The limits of organizations. They are kept for [#KEPT_FOR]; then a change in the organization's
/// document is seen. Safe for use by many threads.
public final class LimitStore {

    static final Duration KEPT_FOR = Duration.ofSeconds(2);
    private static final int MOST_KEPT = 10_000;

    private final MongoTemplate mongo;
    private final LimitProperties defaults;
    private final LoadingCache<OrganizationId, Limits> known;

    private record Limited(OrganizationId id, @Nullable OwnLimits limits) {}

    LimitStore(MongoTemplate mongo, LimitProperties defaults) {
        this.mongo = mongo;
        this.defaults = defaults;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(KEPT_FOR)
                        .build(this::read);
    }

    /// Those of an unknown organization are the defaults.
    public Limits of(OrganizationId organization) {
        return known.get(organization);
    }

    private Limits read(OrganizationId organization) {
        var query = new Query(Criteria.where("_id").is(organization));
        query.fields().include("limits");
        var found = mongo.findOne(query, Limited.class, Collections.ORGANIZATIONS);
        var own = found == null ? null : found.limits();
        return (own == null ? new OwnLimits(null, null, null, null, null, null) : own)
                .over(defaults);
    }
}
