package codex.jobs.stores.files;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
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
    private static final String USED_AT = "usedAt";
    private static final String GOING_SINCE = "goingSince";

    private final MongoTemplate mongo;

    KeptFileStore(MongoTemplate mongo) {
        this.mongo = mongo;
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
        var which = and(eq(ID, key.full()), exists(GOING_SINCE, false));
        return Driver.call(mongo, FILES, stored -> stored.countDocuments(which)) > 0;
    }

    /// Notes that somebody uses a file: from then on it stays as long as one that was just
    /// finished.
    ///
    /// @return false if it is being removed, so that nobody may use it; true also for a file that
    ///   is not known here
    public boolean use(BlobKey key, Instant now) {
        var used =
                Driver.call(
                        mongo,
                        FILES,
                        stored ->
                                Optional.ofNullable(
                                        stored.findOneAndUpdate(
                                                eq(ID, key.full()), max(USED_AT, Date.from(now)))));
        return used.map(file -> !file.containsKey(GOING_SINCE)).orElse(true);
    }

    /// Files whose end was awaited until before `time`, oldest first.
    public List<KeptFile> unfinishedSince(Instant time, int limit) {
        return read(
                and(lt(DROP_AT, Date.from(time)), exists(GOING_SINCE, false)),
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
        var which =
                new ArrayList<>(
                        List.of(
                                eq("organization", organization.value()),
                                lt(WHOLE_SINCE, Date.from(time)),
                                isUnusedSince(time)));
        if (after != null && after.wholeSince() != null) {
            var last = Date.from(after.wholeSince());
            which.add(gte(WHOLE_SINCE, last));
            which.add(or(gt(WHOLE_SINCE, last), and(eq(WHOLE_SINCE, last), gt(ID, after.id()))));
        }
        return read(and(which), Sorts.ascending(WHOLE_SINCE, ID), limit);
    }

    private static Bson isUnusedSince(Instant time) {
        return and(
                or(exists(USED_AT, false), lt(USED_AT, Date.from(time))),
                exists(GOING_SINCE, false));
    }

    /// Begins to remove a file, if it is as it was read and nobody has used it since `time`. From
    /// then on nobody can.
    ///
    /// @return whether it has begun
    public boolean startRemoving(KeptFile file, Instant time, Instant now) {
        var which = and(same(file), isUnusedSince(time));
        return Driver.call(
                                mongo,
                                FILES,
                                stored -> stored.updateOne(which, set(GOING_SINCE, Date.from(now))))
                        .getMatchedCount()
                == 1;
    }

    /// Those whose removal has begun before `time` and not come to its end, longest ago first.
    public List<KeptFile> goingSince(Instant time, int limit) {
        return read(lt(GOING_SINCE, Date.from(time)), Sorts.ascending(GOING_SINCE), limit);
    }

    /// It is needed after all.
    public void takeBack(KeptFile file) {
        Driver.call(
                mongo, FILES, stored -> stored.updateOne(eq(ID, file.id()), unset(GOING_SINCE)));
    }

    /// Forgets a file that is gone, unless a job has begun it anew.
    public void remove(KeptFile file) {
        var which = and(eq(ID, file.id()), exists(GOING_SINCE));
        Driver.call(mongo, FILES, stored -> stored.deleteOne(which));
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

    private List<KeptFile> read(Bson which, Bson order, int limit) {
        return Driver.call(
                mongo,
                FILES,
                stored ->
                        stored.find(which)
                                .sort(order)
                                .limit(limit)
                                .map(found -> mongo.getConverter().read(KeptFile.class, found))
                                .into(new ArrayList<>()));
    }
}
