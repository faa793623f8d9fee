package codex.jobs.stores.jobs;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Jobs that are being removed: what was said and noted about them goes after them, and this is how
/// it is found again if whoever removes them dies in between.
public final class RemovedJobs {

    private final MongoTemplate mongo;

    RemovedJobs(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// A job that is going, or gone.
    ///
    /// @param report the key of its error report
    public record Removed(
            JobId id, OrganizationId organization, @Nullable String report, Instant since) {}

    /// Enters a job before it is removed.
    public Removed enter(Job job, Instant now) {
        var removed = new Removed(job.id(), job.organization(), job.result().errorReportKey(), now);
        mongo.save(removed, Collections.REMOVED_JOBS);
        return removed;
    }

    /// Those that were entered before `time`.
    public List<Removed> enteredBefore(Instant time, int limit) {
        var which = Criteria.where("since").lt(time);
        return mongo.find(
                new Query(which).with(Sort.by("since")).limit(limit),
                Removed.class,
                Collections.REMOVED_JOBS);
    }

    /// Nothing is left of it; or it was not removed after all.
    public void forget(Removed removed) {
        mongo.remove(new Query(Criteria.where("_id").is(removed.id())), Collections.REMOVED_JOBS);
    }
}
