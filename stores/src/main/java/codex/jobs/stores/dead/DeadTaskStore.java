package codex.jobs.stores.dead;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import codex.jobs.stores.news.DeadTask;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Tasks that used up their attempts. One is open until its job is replayed or deleted, and leaves
/// by itself when its time is over.
public final class DeadTaskStore {

    private final Records<DeadTaskRecord> tasks;
    private final Kept kept;

    DeadTaskStore(MongoTemplate mongo, StoresProperties properties) {
        tasks = new Records<>(mongo, Collections.DEAD_TASKS, DeadTaskRecord.class);
        kept = properties.dead();
    }

    /// Keeps a task; the second time nothing happens.
    public void add(DeadTask task) {
        var record = DeadTaskRecord.of(task, task.diedAt().plus(kept.of(task.organization())));
        try {
            tasks.call(stored -> stored.insertOne(record));
        } catch (DuplicateKeyException _) {
            // Whoever had published it died before the job was settled.
        }
    }

    /// Nobody needs to look after what is dead of this job.
    public void close(JobId job, Instant at) {
        tasks.call(stored ->
                stored.updateMany(
                        Filters.and(
                                Filters.eq("job", job.value()), Filters.exists("closedAt", false)),
                        Updates.set("closedAt", Date.from(at))));
    }

    public Optional<DeadTaskRecord> find(OrganizationId organization, String id) {
        var which = Criteria.where("_id").is(id).and("organization").is(organization);
        return tasks.find(new Query(which).limit(1)).stream().findFirst();
    }

    /// Open ones, those that died first first.
    public Page<DeadTaskRecord> open(DeadTaskQuery query) {
        var filter =
                Criteria.where("organization")
                        .is(query.organization())
                        .and("closedAt")
                        .exists(false);
        if (query.cause() != null) {
            filter.and("cause").is(query.cause());
        }
        if (query.taskType() != null) {
            filter.and("taskType").is(query.taskType().name());
        }
        var items =
                tasks.find(
                        new Query(filter)
                                .with(Sort.by("diedAt", "_id"))
                                .skip(query.offset())
                                .limit(query.limit()));
        var total =
                Page.total(items.size(), query.offset(), query.limit(), () -> tasks.count(filter));
        return new Page<>(items, query.offset(), query.limit(), total);
    }

    /// Open ones by cause and kind, the largest group first.
    public List<DeadTaskGroup> groups(OrganizationId organization) {
        var pipeline =
                List.of(
                        Aggregates.match(
                                Filters.and(
                                        Filters.eq("organization", organization.value()),
                                        Filters.exists("closedAt", false))),
                        Aggregates.group(
                                new Document("cause", "$cause").append("taskType", "$taskType"),
                                Accumulators.sum("count", 1),
                                Accumulators.min("first", "$diedAt"),
                                Accumulators.max("last", "$diedAt")));
        var groups =
                tasks.call(stored ->
                        stored.aggregate(pipeline, Document.class)
                                .map(DeadTaskStore::group)
                                .into(new ArrayList<>()));
        groups.sort(Comparator.comparingInt(DeadTaskGroup::count).reversed());
        return List.copyOf(groups);
    }

    private static DeadTaskGroup group(Document group) {
        var key = group.get("_id", Document.class);
        return new DeadTaskGroup(
                key.getString("cause"),
                TaskType.valueOf(key.getString("taskType")),
                group.get("count", Number.class).intValue(),
                group.getDate("first").toInstant(),
                group.getDate("last").toInstant());
    }
}
