package codex.jobs.scheduler.decisions;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// What this scheduler tells its operators.
@Component
public final class SchedulerMetrics {

    private static final String PREFIX = "codex.jobs.scheduler.";

    private final Counter written;
    private final Counter lost;
    private final Counter wakeUps;
    private final Counter deadSessions;
    private final Counter leasesTaken;
    private final Counter deadLetters;
    private final Counter stuck;
    private final Counter undecodable;

    SchedulerMetrics(MeterRegistry registry) {
        written = registry.counter(PREFIX + "decisions", "result", "written");
        lost = registry.counter(PREFIX + "decisions", "result", "lost");
        wakeUps = registry.counter(PREFIX + "wakeups");
        deadSessions = registry.counter(PREFIX + "sessions.dead");
        leasesTaken = registry.counter(PREFIX + "leases.taken");
        deadLetters = registry.counter(PREFIX + "deadletters");
        stuck = registry.counter(PREFIX + "stuck");
        undecodable = registry.counter(PREFIX + "news.undecodable");
    }

    void decided(int won, int refused) {
        written.increment(won);
        lost.increment(refused);
    }

    void wokenUp(int jobs) {
        wakeUps.increment(jobs);
    }

    public void sessionDied() {
        deadSessions.increment();
    }

    void leaseTaken() {
        leasesTaken.increment();
    }

    void deadLettered() {
        deadLetters.increment();
    }

    void stuck() {
        stuck.increment();
    }

    void undecodable() {
        undecodable.increment();
    }
}
