package codex.jobs.stores.tenants;

import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
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
        return findAll(organization, Set.of(environment))
                .getOrDefault(environment, EnvironmentLock.FREE);
    }

    /// Those of the environments that are not free.
    public Map<EnvironmentId, EnvironmentLock> findAll(
            OrganizationId organization, Set<EnvironmentId> environments) {
        if (environments.isEmpty()) {
            return Map.of();
        }
        var keys =
                environments.stream()
                        .map(environment -> new EnvironmentKey(organization, environment))
                        .toList();
        var found = new HashMap<EnvironmentId, EnvironmentLock>();
        stored(keys).forEach((key, stored) -> found.put(key.environment(), stored.lock()));
        return found;
    }

    /// Changes a lock by compare-and-set, trying again until nobody was faster; answers what is
    /// stored then. `change` may be called several times.
    public EnvironmentLock change(
            OrganizationId organization,
            EnvironmentId environment,
            UnaryOperator<EnvironmentLock> change) {
        var key = new EnvironmentKey(organization, environment);
        return changeAll(Map.of(key, change)).values().iterator().next();
    }

    /// Changes each lock as [#change] does, by few round trips if nobody else changes them; answers
    /// all. The last call of a change is for what it has found in the end.
    public Map<EnvironmentKey, EnvironmentLock> changeAll(
            Map<EnvironmentKey, UnaryOperator<EnvironmentLock>> changes) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        var changed = new HashMap<EnvironmentKey, EnvironmentLock>();
        var open = changes;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            var before = stored(open.keySet());
            var writes = new LockWrites();
            open.forEach((environment, change) -> {
                var found = before.get(environment);
                var next = change.apply(lock(found));
                changed.put(environment, next);
                plan(writes, environment, found, next);
            });
            var lost = Driver.call(mongo, Collections.ENVIRONMENT_LOCKS, writes::write);
            if (lost.isEmpty()) {
                return changed;
            }
            open = lost.stream().collect(Collectors.toMap(Function.identity(), changes::get));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
        }
        throw new OptimisticLockingFailureException("Environment locks are changed all the time");
    }

    private void plan(
            LockWrites writes,
            EnvironmentKey environment,
            @Nullable StoredLock before,
            EnvironmentLock next) {
        if (next.equals(lock(before))) {
            return;
        }
        if (before == null) {
            writes.take(environment, document(environment, next));
        } else if (next.isFree()) {
            writes.free(environment, before);
        } else {
            writes.replace(environment, before, document(environment, next));
        }
    }

    private static EnvironmentLock lock(@Nullable StoredLock stored) {
        return stored == null ? EnvironmentLock.FREE : stored.lock();
    }

    private Map<EnvironmentKey, StoredLock> stored(Collection<EnvironmentKey> keys) {
        var byValue = new HashMap<String, EnvironmentKey>();
        keys.forEach(key -> byValue.put(key.value(), key));
        var found =
                Driver.call(
                        mongo,
                        Collections.ENVIRONMENT_LOCKS,
                        locks ->
                                locks.find(Filters.in("_id", byValue.keySet()))
                                        .into(new ArrayList<>()));
        var stored = new HashMap<EnvironmentKey, StoredLock>();
        for (var document : found) {
            stored.put(
                    byValue.get(document.getString("_id")),
                    new StoredLock(
                            document.getObjectId("version"),
                            mongo.getConverter().read(EnvironmentLock.class, document)));
        }
        return stored;
    }

    private Document document(EnvironmentKey environment, EnvironmentLock lock) {
        var document = new Document();
        mongo.getConverter().write(lock, document);
        document.put("_id", environment.value());
        document.put("version", new ObjectId());
        return document;
    }
}
