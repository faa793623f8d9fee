package codex.jobs.scheduler.sessions;

import codex.jobs.model.job.SessionId;
import codex.jobs.stores.sessions.SessionStore;
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
    private volatile @Nullable SessionId id;

    SchedulerSession(SessionStore sessions) {
        this.sessions = sessions;
    }

    /// Shows that this scheduler is alive.
    ///
    /// @return the database's time
    Instant beat() {
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
