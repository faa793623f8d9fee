package codex.jobs.stores.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/// What one collection knows of files that stay as long as somebody uses them. One is removed in
/// steps, and a process may die behind each: the file is taken out of use, by one conditional
/// update; then it goes; then what is known of it. Whoever uses a file notes that first, and is
/// told if it is too late.
public final class Removals<T> {

    private static final String ID = "_id";
    private static final String USED_AT = "usedAt";
    private static final String GOING_SINCE = "goingSince";

    private final MongoTemplate mongo;
    private final String collection;
    private final Class<T> type;
    private final String since;

    /// @param since the field that says since when a file may be unused
    public Removals(MongoTemplate mongo, String collection, Class<T> type, String since) {
        this.mongo = mongo;
        this.collection = collection;
        this.type = type;
        this.since = since;
    }

    /// A place in the order of [#unusedSince].
    public record Place(Instant since, String id) {}

    /// Notes that somebody uses a file: from then on it stays as long as a new one.
    ///
    /// @return false if it is being removed, so that nobody may use it; true also for a file of
    ///   which nothing is known
    public boolean use(Bson which, Instant now) {
        var used =
                Driver.call(
                        mongo,
                        collection,
                        stored ->
                                Optional.ofNullable(
                                        stored.findOneAndUpdate(
                                                which, Updates.max(USED_AT, Date.from(now)))));
        return used.map(file -> !file.containsKey(GOING_SINCE)).orElse(true);
    }

    /// Those that nobody is removing.
    public static Bson isKept() {
        return exists(GOING_SINCE, false);
    }

    /// Those that there are, and that nobody has used, since before `time`, oldest first.
    ///
    /// @param after where the last one stands of those that were read before
    public List<T> unusedSince(Bson which, Instant time, @Nullable Place after, int limit) {
        var all = new ArrayList<>(List.of(which, lt(since, Date.from(time)), isUnusedSince(time)));
        if (after != null) {
            var last = Date.from(after.since());
            all.add(gte(since, last));
            all.add(or(gt(since, last), and(eq(since, last), gt(ID, after.id()))));
        }
        return read(and(all), Sorts.ascending(since, ID), limit);
    }

    private static Bson isUnusedSince(Instant time) {
        return and(or(exists(USED_AT, false), lt(USED_AT, Date.from(time))), isKept());
    }

    /// Begins to remove a file, if nobody has used it since `time`. From then on nobody can.
    ///
    /// @param which this file, as it must be
    /// @return whether it has begun
    public boolean start(Bson which, Instant time, Instant now) {
        var unused = and(which, isUnusedSince(time));
        var going = Updates.set(GOING_SINCE, Date.from(now));
        return Driver.call(mongo, collection, stored -> stored.updateOne(unused, going))
                        .getMatchedCount()
                == 1;
    }

    /// Those whose removal has begun before `time` and not come to its end, longest ago first.
    public List<T> goingSince(Instant time, int limit) {
        return read(lt(GOING_SINCE, Date.from(time)), Sorts.ascending(GOING_SINCE), limit);
    }

    /// The file is needed after all.
    public void takeBack(String id) {
        var kept = Updates.unset(GOING_SINCE);
        Driver.call(mongo, collection, stored -> stored.updateOne(eq(ID, id), kept));
    }

    /// Forgets a file that is gone, unless somebody has begun it anew.
    public void end(String id) {
        var going = and(eq(ID, id), exists(GOING_SINCE));
        Driver.call(mongo, collection, stored -> stored.deleteOne(going));
    }

    /// At most `limit` of those that are meant, in this order.
    public List<T> read(Bson which, Bson order, int limit) {
        return Driver.call(
                mongo,
                collection,
                stored ->
                        stored.find(which)
                                .sort(order)
                                .limit(limit)
                                .map(found -> mongo.getConverter().read(type, found))
                                .into(new ArrayList<>()));
    }
}
