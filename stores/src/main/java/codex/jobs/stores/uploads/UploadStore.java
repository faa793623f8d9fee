package codex.jobs.stores.uploads;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// The uploads, from their beginning to their end.
public final class UploadStore {

    private static final String UPLOADS = Collections.UPLOADS;

    private final MongoTemplate mongo;

    UploadStore(MongoTemplate mongo) {
        this.mongo = mongo;
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

    /// Open uploads whose time was over before `time`, oldest first.
    public List<Upload> expiredBefore(Instant time, int limit) {
        var expired = Criteria.where("status").is(Upload.Status.OPEN).and("expiresAt").lt(time);
        return mongo.find(
                new Query(expired).with(Sort.by("expiresAt")).limit(limit), Upload.class, UPLOADS);
    }

    /// Bytes of all uploads of an organization that are open or completed.
    public long sizeOfKept(OrganizationId organization) {
        var kept =
                Filters.and(
                        Filters.eq("organization", organization.value()),
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
