package codex.jobs.scheduler.sessions;

import codex.jobs.model.job.SessionId;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.due.DatabaseTime;
import codex.jobs.scheduler.due.Share;
import codex.jobs.stores.sessions.Session;
import codex.jobs.stores.sessions.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// This scheduler among the living. It owns nothing, so losing its session costs nothing: it opens
/// another one. Each beat brings the database's time, by which others are judged.
@Component
public final class SchedulerSession {

    private static final String KIND = "scheduler";

    private final SessionStore sessions;
    private final DatabaseTime time;
    private final Share share;
    private final Duration silence;
    private volatile @Nullable SessionId id;
    private volatile @Nullable Watch watch;

    /// Since when the database has answered without a break, and when last; as [System#nanoTime].
    private record Watch(long since, long last) {}

    SchedulerSession(
            SessionStore sessions, DatabaseTime time, Share share, SchedulerProperties properties) {
        this.sessions = sessions;
        this.time = time;
        this.share = share;
        this.silence = properties.silence();
    }

    /// Shows that this scheduler is alive.
    ///
    /// @return the database's time
    Instant beat() {
        var sent = System.nanoTime();
        var databaseTime = beatOrOpen();
        var now = System.nanoTime();
        time.read(databaseTime, sent, now);
        divide(databaseTime);
        watch = new Watch(watchedSince(now), now);
        return databaseTime;
    }

    /// Whoever missed two beats may be dead: until that is certain, others do its share too.
    private void divide(Instant databaseTime) {
        var self = id;
        if (self != null) {
            var alive = sessions.seenSince(databaseTime.minus(silence.dividedBy(2)), KIND);
            share.update(self, alive.stream().map(Session::id).toList());
        }
    }

    private long watchedSince(long now) {
        var before = watch;
        return before != null && now - before.last() < silence.toNanos() / 2 ? before.since() : now;
    }

    /// Whether this scheduler has watched without a break for a whole silence. Nobody else may call
    /// others silent: after a pause of the database, or of this process, everyone looks dead.
    boolean mayJudge() {
        var now = watch;
        return now != null && now.last() - now.since() >= silence.toNanos();
    }

    private Instant beatOrOpen() {
        var current = id;
        if (current != null) {
            var seen = sessions.beat(current);
            if (seen.isPresent()) {
                return seen.get();
            }
        }
        var opened = new SessionId("s-" + UUID.randomUUID());
        var seen = sessions.open(opened, KIND);
        id = opened;
        return seen;
    }

    /// Says good-bye.
    public void close() {
        var current = id;
        id = null;
        if (current != null) {
            sessions.close(current);
        }
    }
}
