package codex.jobs.stores.logs;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import codex.jobs.model.job.JobId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import codex.jobs.stores.mongo.Text;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The log lines of all jobs. A line is stored once, however often it arrives, and leaves by itself
/// when its time is over.
public final class JobLogStore {

    private static final int DUPLICATE_KEY = 11000;

    private final Records<StoredLine> lines;
    private final StoresProperties.Kept kept;

    JobLogStore(MongoTemplate mongo, StoresProperties properties) {
        this.lines = new Records<>(mongo, Collections.JOB_TASK_LOGS, StoredLine.class);
        this.kept = properties.logs();
    }

    /// Stores the lines that are not stored yet, in one round trip. If this fails, some of them may
    /// be stored; all of them can be given again.
    ///
    /// @return how many were new
    public int insertAll(List<LogLine> said) {
        if (said.isEmpty()) {
            return 0;
        }
        var documents = said.stream().map(line -> StoredLine.of(line, until(line))).toList();
        return lines.call(stored -> insertNew(stored, documents));
    }

    private Instant until(LogLine line) {
        return line.loggedAt().plus(kept.of(line.organization()));
    }

    private static int insertNew(MongoCollection<StoredLine> stored, List<StoredLine> lines) {
        try {
            return stored.insertMany(lines, new InsertManyOptions().ordered(false))
                    .getInsertedIds()
                    .size();
        } catch (MongoBulkWriteException e) {
            if (onlyDuplicates(e)) {
                return e.getWriteResult().getInsertedCount();
            }
            throw e;
        }
    }

    private static boolean onlyDuplicates(MongoBulkWriteException e) {
        return e.getWriteConcernError() == null
                && e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
    }

    /// Removes all lines of a job.
    public void removeAll(OrganizationId organization, JobId job) {
        lines.call(
                stored -> stored.deleteMany(and(eq("organization", organization), eq("job", job))));
    }

    /// Lines in the order in which they were said.
    public Page<LogLine> search(LogQuery query) {
        var filter = filter(query);
        var items =
                query.limit() == 0
                        ? List.<LogLine>of()
                        : lines
                                .find(
                                        new Query(filter)
                                                .with(Sort.by("loggedAt", "sequence", "_id"))
                                                .skip(query.offset())
                                                .limit(query.limit()))
                                .stream()
                                .map(StoredLine::line)
                                .toList();
        var total =
                Page.total(items.size(), query.offset(), query.limit(), () -> lines.count(filter));
        return new Page<>(items, query.offset(), query.limit(), total);
    }

    private static Criteria filter(LogQuery query) {
        var filter =
                Criteria.where("organization").is(query.organization()).and("job").is(query.job());
        if (query.task() != null) {
            filter.and("task").is(query.task());
        }
        if (!query.types().isEmpty()) {
            filter.and("type").in(query.types());
        }
        if (query.search() != null) {
            filter.and("message").regex(Text.containing(query.search()));
        }
        return filter;
    }
}
