package codex.jobs.stores.tenants;

import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Who holds each environment. A free environment has no document.
public final class EnvironmentLocks {

    private static final int MAX_TRIES = 1_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    private final MongoTemplate mongo;

    EnvironmentLocks(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    public EnvironmentLock find(OrganizationId organization, EnvironmentId environment) {
        return stored(EnvironmentKey.of(organization, environment))
                .map(Stored::lock)
                .orElse(EnvironmentLock.FREE);
    }

    /// Changes a lock by compare-and-set, trying again until nobody was faster; answers what is
    /// stored then. `change` may be called several times.
    public EnvironmentLock change(
            OrganizationId organization,
            EnvironmentId environment,
            UnaryOperator<EnvironmentLock> change) {
        var key = EnvironmentKey.of(organization, environment);
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            var before = stored(key);
            var lock = before.map(Stored::lock).orElse(EnvironmentLock.FREE);
            var next = change.apply(lock);
            if (next.equals(lock) || written(key, before, next)) {
                return next;
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
        }
        throw new OptimisticLockingFailureException("Environment lock is changed all the time");
    }

    private Optional<Stored> stored(String key) {
        return Optional.ofNullable(
                        mongo.execute(
                                Collections.ENVIRONMENT_LOCKS,
                                locks -> locks.find(Filters.eq("_id", key)).first()))
                .map(document ->
                        new Stored(
                                document.getObjectId("version"),
                                mongo.getConverter().read(EnvironmentLock.class, document)));
    }

    private boolean written(String key, Optional<Stored> before, EnvironmentLock next) {
        try {
            return Driver.call(
                    mongo,
                    Collections.ENVIRONMENT_LOCKS,
                    locks ->
                            before.isPresent()
                                    ? replaced(locks, version(key, before.get()), key, next)
                                    : inserted(locks, document(key, next)));
        } catch (DuplicateKeyException _) {
            return false;
        }
    }

    private boolean replaced(
            MongoCollection<Document> locks, Bson version, String key, EnvironmentLock next) {
        return next.isFree()
                ? locks.deleteOne(version).getDeletedCount() == 1
                : locks.replaceOne(version, document(key, next)).getMatchedCount() == 1;
    }

    private static boolean inserted(MongoCollection<Document> locks, Document lock) {
        return locks.insertOne(lock).wasAcknowledged();
    }

    private Document document(String key, EnvironmentLock lock) {
        var document = new Document();
        mongo.getConverter().write(lock, document);
        document.put("_id", key);
        // Never used twice, not a count: a lock that was freed and taken again since it was read
        // must not look like the one that was read.
        document.put("version", new ObjectId());
        return document;
    }

    private static Bson version(String key, Stored stored) {
        return Filters.and(Filters.eq("_id", key), Filters.eq("version", stored.version()));
    }

    private record Stored(ObjectId version, EnvironmentLock lock) {}
}
