package codex.jobs.scheduler.sessions;

import codex.jobs.model.job.SessionId;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.decisions.LostLeases;
import codex.jobs.scheduler.decisions.SchedulerMetrics;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.sessions.SessionStore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sessions that have gone silent: declared dead, then robbed of their leases, then forgotten. In
/// this order any scheduler can go on where another one died.
@Component
public final class DeadSessions {

    private static final Logger log = LoggerFactory.getLogger(DeadSessions.class);

    private final SchedulerSession own;
    private final SessionStore sessions;
    private final JobStore jobs;
    private final LostLeases leases;
    private final SchedulerMetrics metrics;
    private final Duration silence;

    DeadSessions(
            SchedulerSession own,
            SessionStore sessions,
            JobStore jobs,
            LostLeases leases,
            SchedulerMetrics metrics,
            SchedulerProperties properties) {
        this.own = own;
        this.sessions = sessions;
        this.jobs = jobs;
        this.leases = leases;
        this.metrics = metrics;
        this.silence = properties.silence();
    }

    /// Shows that this scheduler is alive, then looks at the others.
    public void bury() {
        var limit = own.beat().minus(silence);
        if (!own.mayJudge()) {
            return;
        }
        for (var silent : sessions.silentSince(limit)) {
            if (sessions.declareDead(silent.id(), limit)) {
                log.warn("Session is dead: session={} kind={}", silent.id(), silent.kind());
                metrics.sessionDied();
                forget(silent.id());
            }
        }
    }

    /// Leases whose session nobody knows: it was forgotten while a claim was on its way.
    public void takeOwnerlessLeases() {
        if (!own.mayJudge()) {
            return;
        }
        for (var owner : jobs.leaseOwners()) {
            if (sessions.find(owner).isEmpty()) {
                log.warn("Lease without a session: session={}", owner);
                leases.takeFrom(owner);
            }
        }
    }

    private void forget(SessionId session) {
        if (leases.takeFrom(session)) {
            sessions.close(session);
        }
    }
}
