package codex.jobs.stores.jobs;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The jobs that wait for their admission, in a queue for each type of task and organization (ADR
/// 9), and what is counted before one of them is let in. Only asks; [JobStore] changes jobs.
public final class JobQueues {

    private final Records<StoredJob> jobs;

    JobQueues(MongoTemplate mongo) {
        this.jobs = new Records<>(mongo, Collections.JOBS, StoredJob.class, new SpecCodecs());
    }

    /// The types of task that jobs are queued for.
    public Set<TaskType> types() {
        var types = EnumSet.noneOf(TaskType.class);
        var from = "";
        while (true) {
            var next = find(Criteria.where("queue").gte(from), 1);
            if (next.isEmpty()) {
                return types;
            }
            var type = next.getFirst().tasks().getFirst().type();
            types.add(type);
            from = QueueKey.end(type);
        }
    }

    /// The job that is next in the queues behind those of an organization, or first of all.
    public Optional<Job> firstBehind(TaskType type, @Nullable OrganizationId organization) {
        var from = organization == null ? QueueKey.start(type) : QueueKey.end(type, organization);
        return queued(from, QueueKey.end(type), 1).stream().findFirst();
    }

    /// The jobs that an organization has queued for this type of task, first come first.
    public List<Job> queued(TaskType type, OrganizationId organization, int limit) {
        var from = QueueKey.start(type, organization);
        return limit == 0 ? List.of() : queued(from, QueueKey.end(type, organization), limit);
    }

    private List<Job> queued(String from, String to, int limit) {
        return find(Criteria.where("queue").gte(from).lt(to), limit);
    }

    private List<Job> find(Criteria which, int limit) {
        return jobs.find(new Query(which).with(Sort.by("queue")).limit(limit)).stream()
                .map(StoredJob::job)
                .toList();
    }

    /// The places of those of the jobs that are queued, in the queues of their organizations, from
    /// 1; counted no further than `atMost`. One query for each queue.
    public Map<JobId, Integer> positions(Collection<Job> asked, int atMost) {
        var keys = new HashMap<String, NavigableMap<String, JobId>>();
        for (var job : asked) {
            var key = QueueKey.of(job);
            if (key != null) {
                var start = QueueKey.start(job.tasks().getFirst().type(), job.organization());
                keys.computeIfAbsent(start, _ -> new TreeMap<>()).put(key, job.id());
            }
        }
        var positions = new HashMap<JobId, Integer>();
        keys.forEach((start, ofQueue) -> {
            var before = keys(start, ofQueue.lastKey(), atMost - 1);
            ofQueue.forEach((key, job) -> {
                var place = java.util.Collections.binarySearch(before, key);
                positions.put(job, 1 + (place < 0 ? -place - 1 : place));
            });
        });
        return positions;
    }

    /// In their order.
    private List<String> keys(String from, String to, int limit) {
        if (limit < 1) {
            return List.of();
        }
        var keys = Filters.and(Filters.gte("queue", from), Filters.lt("queue", to));
        return jobs.call(stored ->
                stored.withDocumentClass(Document.class)
                        .find(keys)
                        .projection(
                                Projections.fields(
                                        Projections.include("queue"), Projections.excludeId()))
                        .sort(Sorts.ascending("queue"))
                        .limit(limit)
                        .map(found -> found.getString("queue"))
                        .into(new ArrayList<>()));
    }

    /// How many tasks of this type wait in their topic for a worker; counted no further than
    /// `atMost`.
    public int countDispatched(TaskType type, int atMost) {
        return count(Filters.eq("dispatched", type.name()), atMost);
    }

    private int count(Bson filter, int atMost) {
        return atMost < 1
                ? 0
                : Math.toIntExact(
                        jobs.call(stored ->
                                stored.countDocuments(filter, new CountOptions().limit(atMost))));
    }

    /// How many jobs of each of these organizations are admitted; those without any are left out.
    public Map<OrganizationId, Integer> countAdmitted(Collection<OrganizationId> organizations) {
        return jobs.call(stored -> {
            var counts = new HashMap<OrganizationId, Integer>();
            stored.aggregate(
                            List.of(
                                    Aggregates.match(Filters.in("admitted", organizations)),
                                    Aggregates.group("$admitted", Accumulators.sum("jobs", 1))),
                            Document.class)
                    .forEach(found ->
                            counts.put(
                                    new OrganizationId(found.getString("_id")),
                                    found.getInteger("jobs")));
            return counts;
        });
    }
}
