package codex.jobs.stores.uploads;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import codex.jobs.stores.mongo.Removals;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// The uploads, from their beginning to their end.
public final class UploadStore {

    private static final String UPLOADS = Collections.UPLOADS;
    private static final String ENDED_AT = "endedAt";
    private static final Bson HAS_ENDED =
            Filters.in("status", Upload.Status.COMPLETED.name(), Upload.Status.ABORTED.name());

    private final MongoTemplate mongo;
    private final Removals<Upload> removals;

    UploadStore(MongoTemplate mongo) {
        this.mongo = mongo;
        this.removals = new Removals<>(mongo, UPLOADS, Upload.class, ENDED_AT);
    }

    public void insert(Upload upload) {
        mongo.insert(upload, UPLOADS);
    }

    public Optional<Upload> find(OrganizationId organization, String upload) {
        return Optional.ofNullable(
                mongo.findOne(new Query(which(organization, upload)), Upload.class, UPLOADS));
    }

    /// Marks an open upload as completed or aborted; tells whether it was open.
    public boolean end(
            OrganizationId organization, String upload, Upload.Status status, Instant now) {
        var open = which(organization, upload).and("status").is(Upload.Status.OPEN);
        var ended = new Update().set("status", status).set("endedAt", now);
        return mongo.updateFirst(new Query(open), ended, Upload.class, UPLOADS).getMatchedCount()
                == 1;
    }

    /// Open uploads whose time was over before `time`, oldest first, but for those of some
    /// organizations.
    public List<Upload> expiredBefore(Instant time, Collection<OrganizationId> without, int limit) {
        var others = without.stream().map(OrganizationId::value).toList();
        return expired(expiredBefore(time).and("organization").nin(others), limit);
    }

    /// The same of one organization.
    public List<Upload> expiredBefore(OrganizationId organization, Instant time, int limit) {
        return expired(expiredBefore(time).and("organization").is(organization), limit);
    }

    private static Criteria expiredBefore(Instant time) {
        return Criteria.where("status").is(Upload.Status.OPEN).and("expiresAt").lt(time);
    }

    private List<Upload> expired(Criteria expired, int limit) {
        return mongo.find(
                new Query(expired).with(Sort.by("expiresAt")).limit(limit), Upload.class, UPLOADS);
    }

    /// Notes that somebody uses the file of an upload: from then on it stays as long as one that
    /// was just uploaded.
    ///
    /// @return false if it is being removed, so that nobody may use it; true also for a file that
    ///   is no upload
    public boolean use(OrganizationId organization, String key, Instant now) {
        return removals.use(Filters.and(organization(organization), Filters.eq("key", key)), now);
    }

    /// Completed and aborted uploads that nobody has used since `time`, longest ended first.
    ///
    /// @param after the last one of those that were read before
    public List<Upload> unusedSince(
            OrganizationId organization, Instant time, @Nullable Upload after, int limit) {
        var last =
                after == null || after.endedAt() == null
                        ? null
                        : new Removals.Place(after.endedAt(), after.id());
        return removals.unusedSince(
                Filters.and(organization(organization), HAS_ENDED), time, last, limit);
    }

    /// Begins to remove an upload that ended, if nobody has used it since `time`. From then on
    /// nobody can.
    ///
    /// @return whether it has begun
    public boolean startRemoving(Upload upload, Instant time, Instant now) {
        var which =
                Filters.and(
                        Filters.eq("_id", upload.id()),
                        Filters.lt(ENDED_AT, Date.from(time)),
                        HAS_ENDED);
        return removals.start(which, time, now);
    }

    /// Those whose removal has begun before `time` and not come to its end, longest ago first.
    public List<Upload> goingSince(Instant time, int limit) {
        return removals.goingSince(time, limit);
    }

    /// It is needed after all.
    public void takeBack(Upload upload) {
        removals.takeBack(upload.id());
    }

    /// Removes what is known of an upload whose file is gone.
    public void remove(Upload upload) {
        removals.end(upload.id());
    }

    private static Bson organization(OrganizationId organization) {
        return Filters.eq("organization", organization.value());
    }

    /// Bytes of all uploads of an organization that are open or completed.
    public long sizeOfKept(OrganizationId organization) {
        var kept =
                Filters.and(
                        organization(organization),
                        Filters.in(
                                "status",
                                Upload.Status.OPEN.name(),
                                Upload.Status.COMPLETED.name()));
        var sums =
                Driver.call(
                        mongo,
                        UPLOADS,
                        stored ->
                                stored.aggregate(
                                                List.of(
                                                        Aggregates.match(kept),
                                                        Aggregates.group(
                                                                null,
                                                                Accumulators.sum(
                                                                        "bytes", "$size"))))
                                        .into(new ArrayList<>()));
        return sums.stream().mapToLong(sum -> sum.get("bytes", Number.class).longValue()).sum();
    }

    private static Criteria which(OrganizationId organization, String upload) {
        return Criteria.where("_id").is(upload).and("organization").is(organization);
    }
}
