package codex.jobs.stores.files;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.set;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import codex.jobs.stores.mongo.Removals;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Files that jobs write, and until when they are kept. Each is entered here before it exists, so
/// that nothing stays for ever, whoever dies.
public final class KeptFileStore {

    private static final String FILES = Collections.KEPT_FILES;
    private static final String ID = "_id";
    private static final String DROP_AT = "dropAt";
    private static final String WHOLE_SINCE = "wholeSince";

    private final MongoTemplate mongo;
    private final Removals<KeptFile> removals;

    KeptFileStore(MongoTemplate mongo) {
        this.mongo = mongo;
        this.removals = new Removals<>(mongo, FILES, KeptFile.class, WHOLE_SINCE);
    }

    /// A job begins to write the file. Replaces what was said before about it.
    ///
    /// @param until when it may go unless it is finished
    public void begin(BlobKey key, JobId job, Instant until) {
        mongo.save(
                new KeptFile(key.full(), key.organization(), job, key.path(), until, null), FILES);
    }

    /// The file is whole. Replaces what was said before about it.
    public void finish(BlobKey key, JobId job, Instant now) {
        mongo.save(new KeptFile(key.full(), key.organization(), job, key.path(), null, now), FILES);
    }

    /// Whether a file is known here and nobody is removing it.
    public boolean has(BlobKey key) {
        var which = and(eq(ID, key.full()), Removals.isKept());
        return Driver.call(mongo, FILES, stored -> stored.countDocuments(which)) > 0;
    }

    /// Notes that somebody uses a file: from then on it stays as long as one that was just
    /// finished.
    ///
    /// @return false if it is being removed, so that nobody may use it; true also for a file that
    ///   is not known here
    public boolean use(BlobKey key, Instant now) {
        return removals.use(eq(ID, key.full()), now);
    }

    /// Files whose end was awaited until before `time`, oldest first.
    public List<KeptFile> unfinishedSince(Instant time, int limit) {
        return removals.read(
                and(lt(DROP_AT, Date.from(time)), Removals.isKept()),
                Sorts.ascending(DROP_AT),
                limit);
    }

    /// The end of the file is awaited until then, if it still is.
    public void postpone(KeptFile file, Instant until) {
        Driver.call(
                mongo,
                FILES,
                stored -> stored.updateOne(same(file), set(DROP_AT, Date.from(until))));
    }

    /// Whole files that are there, and that nobody has used, since before `time`, oldest first.
    ///
    /// @param after the last one of those that were read before
    public List<KeptFile> unusedSince(
            OrganizationId organization, Instant time, @Nullable KeptFile after, int limit) {
        var last =
                after == null || after.wholeSince() == null
                        ? null
                        : new Removals.Place(after.wholeSince(), after.id());
        return removals.unusedSince(eq("organization", organization.value()), time, last, limit);
    }

    /// Begins to remove a file, if it is as it was read and nobody has used it since `time`. From
    /// then on nobody can.
    ///
    /// @return whether it has begun
    public boolean startRemoving(KeptFile file, Instant time, Instant now) {
        return removals.start(same(file), time, now);
    }

    /// Those whose removal has begun before `time` and not come to its end, longest ago first.
    public List<KeptFile> goingSince(Instant time, int limit) {
        return removals.goingSince(time, limit);
    }

    /// It is needed after all.
    public void takeBack(KeptFile file) {
        removals.takeBack(file.id());
    }

    /// Forgets a file that is gone, unless a job has begun it anew.
    public void remove(KeptFile file) {
        removals.end(file.id());
    }

    private static Bson same(KeptFile file) {
        return and(
                eq(ID, file.id()),
                eq(DROP_AT, date(file.dropAt())),
                eq(WHOLE_SINCE, date(file.wholeSince())));
    }

    private static @Nullable Date date(@Nullable Instant time) {
        return time == null ? null : Date.from(time);
    }
}
