package codex.jobs.stores.tenants;

import codex.jobs.stores.mongo.Versions;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/// Writes to locks, each only if its lock is as it was read: all that take free environments in one
/// round trip, all that free environments in another. Those that change who waits are few, and
/// written one by one.
final class LockWrites {

    private final List<Taking> takings = new ArrayList<>();
    private final List<Freeing> freeings = new ArrayList<>();
    private final List<Replacing> replacings = new ArrayList<>();

    private record Taking(EnvironmentKey environment, Document lock) {}

    private record Freeing(EnvironmentKey environment, StoredLock before) {}

    private record Replacing(EnvironmentKey environment, StoredLock before, Document lock) {}

    void take(EnvironmentKey environment, Document lock) {
        takings.add(new Taking(environment, lock));
    }

    void free(EnvironmentKey environment, StoredLock before) {
        freeings.add(new Freeing(environment, before));
    }

    void replace(EnvironmentKey environment, StoredLock before, Document lock) {
        replacings.add(new Replacing(environment, before, lock));
    }

    /// Writes; answers whose locks must be read again.
    Set<EnvironmentKey> write(MongoCollection<Document> locks) {
        var lost = new HashSet<EnvironmentKey>();
        if (!takings.isEmpty()) {
            lost.addAll(takeAll(locks));
        }
        if (!freeings.isEmpty()) {
            lost.addAll(freeAll(locks));
        }
        for (var each : replacings) {
            var version = each.before().version(each.environment());
            if (locks.replaceOne(version, each.lock()).getMatchedCount() == 0) {
                lost.add(each.environment());
            }
        }
        return lost;
    }

    private List<EnvironmentKey> takeAll(MongoCollection<Document> locks) {
        var documents = takings.stream().map(Taking::lock).toList();
        return Versions.insertMissing(locks, documents).stream()
                .map(index -> takings.get(index).environment())
                .toList();
    }

    /// A bulk write only counts what it deletes: if that is not all, each is read again.
    private List<EnvironmentKey> freeAll(MongoCollection<Document> locks) {
        var deletions =
                freeings.stream()
                        .map(each ->
                                new DeleteOneModel<Document>(
                                        each.before().version(each.environment())))
                        .toList();
        var done = locks.bulkWrite(deletions, new BulkWriteOptions().ordered(false));
        return done.getDeletedCount() == freeings.size()
                ? List.of()
                : freeings.stream().map(Freeing::environment).toList();
    }
}
