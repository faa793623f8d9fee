package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.stores.jobs.Change;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.news.LogPublisher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Looks at many jobs at once, decides each, writes all changes together, and does what they ask
/// for. Whoever looks is welcome: a change that somebody else made meanwhile wins, and the job is
/// looked at again.
@Component
public final class Decisions {

    /// A job that is changed by others all the time is left to its next news or wake-up.
    private static final int MAX_ROUNDS = 10;

    private final JobStore jobs;
    private final NextStep nextStep;
    private final EffectPublisher publisher;
    private final LogPublisher logs;
    private final SchedulerMetrics metrics;
    private final InstantSource clock;

    Decisions(
            JobStore jobs,
            NextStep nextStep,
            EffectPublisher publisher,
            LogPublisher logs,
            SchedulerMetrics metrics,
            InstantSource clock) {
        this.jobs = jobs;
        this.nextStep = nextStep;
        this.publisher = publisher;
        this.logs = logs;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Decides the jobs as they are stored now.
    public void decide(Collection<JobId> ids) {
        decideLoaded(jobs.findAll(ids));
    }

    /// Decides jobs that were read just now.
    public void decideLoaded(Collection<Job> loaded) {
        var now = loaded;
        for (var round = 0; round < MAX_ROUNDS && !now.isEmpty(); round++) {
            var again = decideOnce(now);
            now = again.isEmpty() ? List.of() : jobs.findAll(again);
        }
    }

    /// Decides each job once.
    ///
    /// @return the jobs to look at again
    private Set<JobId> decideOnce(Collection<Job> loaded) {
        var again = new LinkedHashSet<JobId>();
        List<Decision> decisions = new ArrayList<>();
        for (var job : loaded) {
            nextStep.of(job, clock.instant(), again::addAll).ifPresent(decisions::add);
        }
        again.addAll(carryOut(decisions));
        return again;
    }

    /// Writes the changes and does what the written ones ask for.
    ///
    /// @return the jobs whose change lost against another one
    Set<JobId> carryOut(List<Decision> decisions) {
        List<Change> changes = decisions.stream().map(Decision::change).toList();
        var won = jobs.applyAll(changes);
        var lost = new LinkedHashSet<JobId>();
        for (var decision : decisions) {
            var job = decision.change().next().id();
            if (won.contains(job)) {
                tell(decision);
            } else {
                lost.add(job);
            }
        }
        metrics.decided(won.size(), lost.size());
        return lost;
    }

    /// Nobody waits for the brokers: what gets lost here is found by the job's wake-up.
    private void tell(Decision decision) {
        var _ = publisher.publish(decision.effects());
        if (!decision.lines().isEmpty()) {
            var _ = logs.publish(decision.lines());
        }
    }
}
