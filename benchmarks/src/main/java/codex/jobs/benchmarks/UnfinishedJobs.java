package codex.jobs.benchmarks;

import codex.jobs.stores.mongo.Collections;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;
import org.bson.conversions.Bson;

/// How many jobs are not settled yet: a worker has them, they are queued, or somebody must look at
/// them at some time. Counts over indexes, cheap while there are few.
final class UnfinishedJobs {

    private static final Bson LEASED = Filters.gt("leaseOwner", "");
    private static final Bson QUEUED = Filters.gt("queue", "");
    private static final Bson AWAITED = Filters.gt("wakeAt", Instant.EPOCH);
    private static final long POLL_NANOS = 100_000_000;

    private final MongoCollection<Document> jobs;

    UnfinishedJobs(Stores stores) {
        this.jobs = stores.control(Collections.JOBS);
    }

    long count() {
        return jobs.countDocuments(LEASED)
                + jobs.countDocuments(QUEUED)
                + jobs.countDocuments(AWAITED);
    }

    /// Returns when there is none.
    ///
    /// @throws IllegalStateException if it takes longer than `patience`
    void awaitNone(Duration patience) {
        var begun = System.nanoTime();
        while (count() > 0) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new IllegalStateException(
                        count() + " jobs are not finished after " + patience);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
