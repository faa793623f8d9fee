package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private final Counter looked;
    private final Counter tasks;
    private final Counter news;
    private final Counter effectsLost;
    private final Timer rounds;
    private final Timer lateness;

    SchedulerMetrics(MeterRegistry registry) {
        written = registry.counter(PREFIX + "decisions", "result", "written");
        lost = registry.counter(PREFIX + "decisions", "result", "lost");
        wakeUps = registry.counter(PREFIX + "wakeups");
        deadSessions = registry.counter(PREFIX + "sessions.dead");
        leasesTaken = registry.counter(PREFIX + "leases.taken");
        deadLetters = registry.counter(PREFIX + "deadletters");
        stuck = registry.counter(PREFIX + "stuck");
        undecodable = registry.counter(PREFIX + "news.undecodable");
        looked = registry.counter(PREFIX + "jobs.decided");
        tasks = registry.counter(PREFIX + "effects", "kind", "task");
        news = registry.counter(PREFIX + "effects", "kind", "news");
        effectsLost = registry.counter(PREFIX + "effects.lost");
        lateness =
                Timer.builder(PREFIX + "lateness").publishPercentileHistogram().register(registry);
        rounds = Timer.builder(PREFIX + "round").publishPercentileHistogram().register(registry);
    }

    void decided(int won, int refused) {
        written.increment(won);
        lost.increment(refused);
    }

    void wokenUp(List<Job> due, Instant now) {
        wakeUps.increment(due.size());
        for (var job : due) {
            var wakeAt = job.wakeAt();
            if (wakeAt != null) {
                lateness.record(Duration.between(wakeAt, now));
            }
        }
    }

    public void sessionDied() {
        deadSessions.increment();
    }

    void leasesTaken(int leases) {
        leasesTaken.increment(leases);
    }

    void deadLettered() {
        deadLetters.increment();
    }

    /// One round of decisions, and how many of its jobs were stuck.
    void round(int jobs, int stuckJobs, long nanos) {
        looked.increment(jobs);
        stuck.increment(stuckJobs);
        rounds.record(nanos, TimeUnit.NANOSECONDS);
    }

    void effects(List<Effect> effects) {
        var released = (int) effects.stream().filter(Effect.PublishTask.class::isInstance).count();
        tasks.increment(released);
        news.increment(effects.size() - released);
    }

    /// Of a batch of effects, some did not reach the brokers.
    void effectsLost() {
        effectsLost.increment();
    }

    public void undecodable() {
        undecodable.increment();
    }
}
