package codex.jobs.stores.chunks;

import static org.springframework.data.mongodb.core.query.Criteria.where;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The chunks of every task, in order: what was decided, said and touched.
public final class ChunkLedger {

    private static final String ID = "_id";

    private final MongoTemplate mongo;

    ChunkLedger(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    static String id(TaskId task, long chunk) {
        return String.format(Locale.ROOT, "%s:%010d", task, chunk);
    }

    static String deferredId(TaskId task, int round, long item) {
        return String.format(Locale.ROOT, "%s/%04d:%012d", task, round, item);
    }

    /// Stores the record, unless the chunk has one already.
    ///
    /// @return the one that is stored now, which rules
    public ChunkRecord putIfAbsent(ChunkRecord record) {
        try {
            return mongo.insert(record, Collections.CHUNKS);
        } catch (DuplicateKeyException _) {
            return Objects.requireNonNull(
                    mongo.findById(record.id(), ChunkRecord.class, Collections.CHUNKS));
        }
    }

    public Optional<ChunkRecord> find(TaskId task, long chunk) {
        return Optional.ofNullable(
                mongo.findById(id(task, chunk), ChunkRecord.class, Collections.CHUNKS));
    }

    /// The records of a task from a chunk on, in order.
    public List<ChunkRecord> from(TaskId task, long firstChunk, int limit) {
        return read(chunks(task, firstChunk), limit, ChunkRecord.class);
    }

    /// Like [#from], but only chunks that left references to be resolved.
    public List<ChunkRecord> pendingFrom(TaskId task, long firstChunk, int limit) {
        return read(chunks(task, firstChunk).and("pendingCount").gt(0), limit, ChunkRecord.class);
    }

    private static Criteria chunks(TaskId task, long firstChunk) {
        return where(ID).gte(id(task, firstChunk)).lt(task + ";");
    }

    /// Keeps items for a later round; those that are kept already stay as they are.
    public void defer(List<DeferredItem> items) {
        for (var item : items) {
            mongo.save(item, Collections.CHUNKS);
        }
    }

    /// The items of a round that come after the given one, in order.
    public List<DeferredItem> deferred(TaskId task, int round, long afterItem, int limit) {
        return read(
                where(ID)
                        .gt(deferredId(task, round, afterItem))
                        .lt(deferredId(task, round, 999_999_999_999L)),
                limit,
                DeferredItem.class);
    }

    /// Keeps these things out of what the task does; those that are kept already stay in their
    /// round.
    public void keep(OrganizationId organization, TaskId task, int round, Collection<String> ids) {
        var before = kept(task, ids);
        for (var id : ids) {
            if (!before.contains(id)) {
                mongo.save(
                        new KeptItem(keptId(task, id), organization, task, id, round),
                        Collections.CHUNKS);
            }
        }
    }

    /// Which of these are kept.
    public Set<String> kept(TaskId task, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        var keys = ids.stream().map(id -> keptId(task, id)).toList();
        var query = Query.query(where(ID).in(keys));
        return mongo.find(query, KeptItem.class, Collections.CHUNKS).stream()
                .map(KeptItem::item)
                .collect(Collectors.toSet());
    }

    /// The things that a round has added, behind the given one, in order.
    public List<String> keptIn(TaskId task, int round, String after, int limit) {
        var which = where(ID).gt(keptId(task, after)).lt(task + "\"").and("round").is(round);
        return read(which, limit, KeptItem.class).stream().map(KeptItem::item).toList();
    }

    static String keptId(TaskId task, String item) {
        return task + "!" + item;
    }

    /// Which jobs have noted that they have fetched files with these hashes, by hash.
    public Map<String, Set<JobId>> jobsWithFiles(
            OrganizationId organization, Collection<String> hashes) {
        var which = where("files.sha256").in(hashes).and("organization").is(organization);
        var jobs = new HashMap<String, Set<JobId>>();
        var query = Query.query(which);
        query.fields().include("task", "files.sha256");
        try (var notes = mongo.stream(query, Document.class, Collections.CHUNKS)) {
            notes.forEach(note -> {
                var job = new TaskId(note.getString("task")).job();
                for (var file : note.getList("files", Document.class)) {
                    jobs.computeIfAbsent(file.getString("sha256"), _ -> new HashSet<>()).add(job);
                }
            });
        }
        return jobs;
    }

    /// Removes what is noted of the tasks of a job, a number of notes at once.
    ///
    /// @return whether there may be more
    public boolean removeSome(JobId job, int limit) {
        var prefix = job.value() + "-";
        // what follows the dash
        var behind = job.value() + ".";
        var which = Query.query(where(ID).gte(prefix).lt(behind)).limit(limit);
        which.fields().include(ID);
        var ids =
                mongo.find(which, Document.class, Collections.CHUNKS).stream()
                        .map(note -> note.get(ID))
                        .toList();
        mongo.remove(Query.query(where(ID).in(ids)), Collections.CHUNKS);
        return ids.size() == limit;
    }

    private <T> List<T> read(Criteria which, int limit, Class<T> type) {
        var query = Query.query(which).with(Sort.by(ID)).limit(limit);
        return mongo.find(query, type, Collections.CHUNKS);
    }
}
