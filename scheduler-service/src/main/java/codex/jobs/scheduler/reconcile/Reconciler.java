package codex.jobs.scheduler.reconcile;

import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.sessions.DeadSessions;
import codex.jobs.stores.jobs.JobStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/// The invariant: every unfinished job has a live lease, or a time at which somebody looks at it.
/// It is kept by wake-ups and by taking leases that nobody holds; how many jobs break it is a
/// metric that must be zero.
@Component
public final class Reconciler {

    private final JobStore jobs;
    private final DeadSessions sessions;
    private final InstantSource clock;
    private final Duration overdueAfter;
    private final AtomicLong overdue;

    Reconciler(
            JobStore jobs,
            DeadSessions sessions,
            InstantSource clock,
            MeterRegistry registry,
            SchedulerProperties properties) {
        this.jobs = jobs;
        this.sessions = sessions;
        this.clock = clock;
        this.overdueAfter = properties.overdueAfter();
        this.overdue = registry.gauge("codex.jobs.scheduler.jobs.overdue", new AtomicLong());
    }

    public void reconcile() {
        sessions.takeOwnerlessLeases();
        overdue.set(jobs.countDueForWakeUp(clock.instant().minus(overdueAfter)));
    }
}
