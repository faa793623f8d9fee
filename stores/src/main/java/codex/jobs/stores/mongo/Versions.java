package codex.jobs.stores.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.conversions.Bson;

/// Documents that are changed only by replacing the version that was read, many at a time.
public final class Versions {

    private static final int DUPLICATE_KEY = 11000;

    private Versions() {}

    /// A document in place of the version `before`, if that is still the stored one.
    public record Replacement<R>(Object id, long before, R next, long after) {}

    public static Bson version(Object id, long version) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("version", version));
    }

    /// All in one round trip, each on its own; answers the positions of those that won.
    public static <R> Set<Integer> replaceAll(
            MongoCollection<R> stored, List<Replacement<R>> replacements) {
        // The answer to a bulk write only counts what it replaced. As an upsert, a change that
        // finds another version tries to insert a second document with the same _id, and that
        // refusal carries the position of the change: exact, and without reading again.
        var upsert = new ReplaceOptions().upsert(true);
        var writes =
                replacements.stream()
                        .map(change ->
                                new ReplaceOneModel<>(
                                        version(change.id(), change.before()),
                                        change.next(),
                                        upsert))
                        .toList();
        var won =
                IntStream.range(0, replacements.size())
                        .boxed()
                        .collect(Collectors.toCollection(HashSet::new));
        try {
            var done = stored.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            forget(stored, replacements, done.getUpserts(), won);
        } catch (MongoBulkWriteException e) {
            if (!isOnlyDuplicates(e)) {
                throw e;
            }
            e.getWriteErrors().stream().map(BulkWriteError::getIndex).forEach(won::remove);
            forget(stored, replacements, e.getWriteResult().getUpserts(), won);
        }
        return won;
    }

    /// What was deleted for good meanwhile must not come back to life.
    private static <R> void forget(
            MongoCollection<R> stored,
            List<Replacement<R>> replacements,
            List<BulkWriteUpsert> inserted,
            Set<Integer> won) {
        for (var upsert : inserted) {
            var change = replacements.get(upsert.getIndex());
            stored.deleteOne(version(change.id(), change.after()));
            won.remove(upsert.getIndex());
        }
    }

    /// Inserts what is not there yet, by its id; answers the positions of those that were.
    public static <R> Set<Integer> insertMissing(MongoCollection<R> stored, List<R> documents) {
        try {
            stored.insertMany(documents, new InsertManyOptions().ordered(false));
            return Set.of();
        } catch (MongoBulkWriteException e) {
            if (!isOnlyDuplicates(e)) {
                throw e;
            }
            return e.getWriteErrors().stream()
                    .map(BulkWriteError::getIndex)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static boolean isOnlyDuplicates(MongoBulkWriteException e) {
        return e.getWriteConcernError() == null
                && e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY);
    }
}
