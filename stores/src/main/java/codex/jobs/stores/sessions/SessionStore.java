package codex.jobs.stores.sessions;

import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.mongo.Collections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// The sessions of workers and schedulers. All times are the database's own, so clocks that differ
/// between machines do no harm.
public final class SessionStore {

    private static final String SESSIONS = Collections.SESSIONS;
    private static final String SEEN_AT = "seenAt";
    private static final String DEAD = "dead";

    private final MongoTemplate mongo;

    SessionStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Begins a session that takes no tasks; answers the time it was first seen.
    public Instant open(SessionId session, String kind) {
        return open(session, kind, Set.of());
    }

    /// Begins a session; answers the time it was first seen.
    ///
    /// @param taskTypes the types of task that it takes
    public Instant open(SessionId session, String kind, Set<TaskType> taskTypes) {
        var update =
                new Update()
                        .currentDate(SEEN_AT)
                        .currentDate("openedAt")
                        .set("kind", kind)
                        .set("taskTypes", taskTypes)
                        .set(DEAD, false);
        var opened = changed(Criteria.where("_id").is(session), update, true);
        return Objects.requireNonNull(opened, "an upsert answers its document").seenAt();
    }

    /// Tells that the session is alive; answers the database's time. Empty if it was declared dead
    /// or is gone: then it owns nothing any more and must stop its work.
    public Optional<Instant> beat(SessionId session) {
        var alive = Criteria.where("_id").is(session).and(DEAD).is(false);
        return Optional.ofNullable(changed(alive, new Update().currentDate(SEEN_AT), false))
                .map(Session::seenAt);
    }

    /// Sessions last seen before that time, longest silent first, among them those declared dead
    /// but not yet closed: whoever declares one dead may die before its leases are taken back.
    public List<Session> silentSince(Instant databaseTime) {
        return mongo.find(
                new Query(Criteria.where(SEEN_AT).lt(databaseTime)).with(Sort.by(SEEN_AT)),
                Session.class,
                SESSIONS);
    }

    /// Sessions of a kind that were seen at or after that time.
    public List<Session> seenSince(Instant databaseTime, String kind) {
        return mongo.find(
                new Query(
                        Criteria.where(SEEN_AT)
                                .gte(databaseTime)
                                .and("kind")
                                .is(kind)
                                .and(DEAD)
                                .is(false)),
                Session.class,
                SESSIONS);
    }

    /// Sessions that were seen within `silence`, and not declared dead.
    public List<Session> alive(Duration silence) {
        var alive = Criteria.where(SEEN_AT).gte(databaseTime().minus(silence)).and(DEAD).is(false);
        return mongo.find(new Query(alive), Session.class, SESSIONS);
    }

    private Instant databaseTime() {
        return mongo.executeCommand(new Document("hello", 1)).getDate("localTime").toInstant();
    }

    /// Declares a session dead unless it was seen at or after that time. True also if it was dead
    /// before; from then on it can never beat again.
    public boolean declareDead(SessionId session, Instant seenBefore) {
        var silent = Criteria.where("_id").is(session).and(SEEN_AT).lt(seenBefore);
        return mongo.updateFirst(new Query(silent), new Update().set(DEAD, true), SESSIONS)
                        .getMatchedCount()
                == 1;
    }

    /// Forgets a session: its process has ended, or its leases were taken back.
    public void close(SessionId session) {
        mongo.remove(new Query(Criteria.where("_id").is(session)), SESSIONS);
    }

    public Optional<Session> find(SessionId session) {
        return Optional.ofNullable(mongo.findById(session, Session.class, SESSIONS));
    }

    private @Nullable Session changed(Criteria which, Update update, boolean upsert) {
        return mongo.findAndModify(
                new Query(which),
                update,
                FindAndModifyOptions.options().returnNew(true).upsert(upsert),
                Session.class,
                SESSIONS);
    }
}
