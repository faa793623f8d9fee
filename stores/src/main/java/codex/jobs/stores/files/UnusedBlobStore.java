package codex.jobs.stores.files;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Objects that are shared by whoever needs the same bytes, and to which nothing refers. One is
/// noted here first, and removed only a long time later; whoever comes to need it takes the note
/// away, or waits while it is being removed. So who has called [#use] has as much time to refer to
/// the object as lies between note and removal.
public final class UnusedBlobStore {

    /// A removal that takes longer is taken for one whose process has died. It must therefore not
    /// begin to delete the object, or go on doing so, when most of this time is over.
    public static final Duration FORSAKEN_AFTER = Duration.ofMinutes(5);

    private static final String ID = "_id";
    private static final String SINCE = "since";
    private static final String GOING_SINCE = "goingSince";
    private static final String AT = "at";

    private final MongoTemplate mongo;

    UnusedBlobStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Begins to look through all objects of an organization.
    ///
    /// @return whether nobody has since `time`
    public boolean startPass(OrganizationId organization, Instant time, Instant now) {
        var due = and(eq(ID, organization.value()), lt(AT, Date.from(time)));
        try {
            Driver.call(
                    mongo,
                    Collections.BLOB_PASSES,
                    stored ->
                            stored.updateOne(
                                    due,
                                    set(AT, Date.from(now)),
                                    new UpdateOptions().upsert(true)));
            return true;
        } catch (DuplicateKeyException _) {
            return false;
        }
    }

    /// Notes that nothing refers to an object, unless that is noted already.
    public void mark(BlobKey key, Instant now) {
        var note =
                combine(
                        setOnInsert("organization", key.organization().value()),
                        setOnInsert("key", key.path()),
                        setOnInsert(SINCE, Date.from(now)));
        Driver.call(
                mongo,
                Collections.UNUSED_BLOBS,
                stored ->
                        stored.updateOne(
                                eq(ID, key.full()), note, new UpdateOptions().upsert(true)));
    }

    /// Tells that somebody needs the object, whether it exists or not.
    ///
    /// @return false: it is being removed; ask again soon
    public boolean use(BlobKey key, Instant now) {
        var which = and(eq(ID, key.full()), isNobodyAtIt(now));
        return Driver.call(
                mongo,
                Collections.UNUSED_BLOBS,
                stored -> {
                    stored.deleteOne(which);
                    var left = stored.find(eq(ID, key.full())).first();
                    return left == null || !left.containsKey(GOING_SINCE);
                });
    }

    /// Those noted before `time` that nobody is removing, longest noted first.
    public List<UnusedBlob> since(Instant time, Instant now, int limit) {
        return Driver.call(
                mongo,
                Collections.UNUSED_BLOBS,
                stored ->
                        stored.find(and(lt(SINCE, Date.from(time)), isNobodyAtIt(now)))
                                .sort(Sorts.ascending(SINCE))
                                .limit(limit)
                                .map(UnusedBlobStore::blob)
                                .into(new ArrayList<>()));
    }

    private static Bson isNobodyAtIt(Instant now) {
        return or(
                exists(GOING_SINCE, false), lt(GOING_SINCE, Date.from(now.minus(FORSAKEN_AFTER))));
    }

    /// Begins to remove an object, if it is still noted as it was read.
    public Optional<UnusedBlob> startRemoving(UnusedBlob blob, Instant now) {
        var at = Date.from(now);
        var begun =
                Driver.call(
                        mongo,
                        Collections.UNUSED_BLOBS,
                        stored -> stored.updateOne(same(blob), set(GOING_SINCE, at)));
        return begun.getMatchedCount() == 1
                ? Optional.of(new UnusedBlob(blob.key(), blob.since(), at.toInstant()))
                : Optional.empty();
    }

    /// It is gone, or needed after all; does nothing if it is no longer noted as it was read.
    public void forget(UnusedBlob blob) {
        Driver.call(mongo, Collections.UNUSED_BLOBS, stored -> stored.deleteOne(same(blob)));
    }

    private static Bson same(UnusedBlob blob) {
        var going = blob.goingSince();
        return and(
                eq(ID, blob.key().full()),
                eq(SINCE, Date.from(blob.since())),
                going == null ? exists(GOING_SINCE, false) : eq(GOING_SINCE, Date.from(going)));
    }

    private static UnusedBlob blob(Document found) {
        var going = found.getDate(GOING_SINCE);
        return new UnusedBlob(
                new BlobKey(
                        new OrganizationId(found.getString("organization")),
                        found.getString("key")),
                Objects.requireNonNull(found.getDate(SINCE)).toInstant(),
                going == null ? null : going.toInstant());
    }
}
