package codex.jobs.stores.audit;

import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Order;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Requests to change something. A record is written before the change is begun and leaves by
/// itself when its time is over; nobody deletes one.
public final class AuditStore {

    private final Records<AuditRecord> records;

    AuditStore(MongoTemplate mongo) {
        records = new Records<>(mongo, Collections.AUDIT_LOG, AuditRecord.class);
    }

    /// Stores them in one round trip. If this fails, some of them may be stored.
    public void begin(List<AuditRecord> begun) {
        records.call(stored -> stored.insertMany(begun, new InsertManyOptions().ordered(false)));
    }

    /// Notes in one round trip how they ended.
    public void end(List<AuditEnd> ended) {
        var updates =
                ended.stream()
                        .map(end ->
                                new UpdateOneModel<AuditRecord>(
                                        Filters.eq("_id", end.id()), change(end)))
                        .toList();
        records.call(stored -> stored.bulkWrite(updates, new BulkWriteOptions().ordered(false)));
    }

    private static Bson change(AuditEnd end) {
        var changes = new ArrayList<Bson>();
        changes.add(Updates.set("outcome", end.outcome().name()));
        if (end.code() != null) {
            changes.add(Updates.set("code", end.code()));
        }
        if (end.target() != null) {
            changes.add(Updates.set("target", end.target()));
        }
        return Updates.combine(changes);
    }

    /// The newest first.
    public Page<AuditRecord> search(AuditQuery query) {
        var filter = filter(query);
        var items =
                records.find(
                        new Query(filter)
                                .with(Sort.by(Order.desc("at"), Order.desc("_id")))
                                .skip(query.offset())
                                .limit(query.limit()));
        var total =
                Page.total(
                        items.size(), query.offset(), query.limit(), () -> records.count(filter));
        return new Page<>(items, query.offset(), query.limit(), total);
    }

    private static Criteria filter(AuditQuery query) {
        var filter = Criteria.where("organization").is(query.organization());
        if (!query.actions().isEmpty()) {
            filter.and("action").in(query.actions());
        }
        if (query.actor() != null) {
            filter.and("actor.id").is(query.actor());
        }
        if (query.apiKey() != null) {
            filter.and("apiKey").is(query.apiKey());
        }
        if (query.target() != null) {
            filter.and("target").is(query.target());
        }
        if (!query.outcomes().isEmpty()) {
            filter.and("outcome").in(query.outcomes());
        }
        if (query.from() != null || query.to() != null) {
            var at = filter.and("at");
            if (query.from() != null) {
                at.gte(query.from());
            }
            if (query.to() != null) {
                at.lt(query.to());
            }
        }
        return filter;
    }
}
