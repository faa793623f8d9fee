package codex.jobs.scheduler.locks;

import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.LockPlan;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.tenants.EnvironmentLocks;
import codex.jobs.stores.tenants.EnvironmentStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The locks of a job, taken one environment after the other in the order of its plan, so that no
/// two jobs can wait for each other. Waiting is first come, first served.
@Component
public class LockQueue {

    private final EnvironmentLocks locks;
    private final EnvironmentStore environments;

    LockQueue(EnvironmentLocks locks, EnvironmentStore environments) {
        this.locks = locks;
        this.environments = environments;
    }

    /// Takes what is free and queues for the rest.
    ///
    /// @return for what the job waits; empty when it holds everything it needs
    public Optional<LockWait> acquire(Job job) {
        for (var lock : LockPlan.of(job).entrySet()) {
            var wait = acquire(job, lock.getKey(), lock.getValue());
            if (wait.isPresent()) {
                return wait;
            }
        }
        return Optional.empty();
    }

    private Optional<LockWait> acquire(Job job, EnvironmentId environment, LockMode mode) {
        var lock =
                locks.change(job.organization(), environment, now -> now.request(job.id(), mode));
        return lock.isHeldBy(job.id())
                ? Optional.empty()
                : lock.blocker().map(holder -> new LockWait(environment, holder));
    }

    /// Gives back everything that the job holds or waits for; doing it again changes nothing.
    ///
    /// @return the jobs that have got a lock by it
    public Set<JobId> release(Job job) {
        var freed = new HashSet<JobId>();
        for (var environment : LockPlan.of(job).keySet()) {
            var waiting = new HashSet<JobId>();
            var lock =
                    locks.change(
                            job.organization(),
                            environment,
                            now -> {
                                waiting.clear();
                                waiting.addAll(queued(now));
                                return now.release(job.id());
                            });
            waiting.stream().filter(lock::isHeldBy).forEach(freed::add);
        }
        return freed;
    }

    /// What the log of a waiting job says, once for each job it waits for (specification 3.0,
    /// "Locks").
    public LogLine line(Job job, LockWait wait, Instant now) {
        return new LogLine(
                LogId.ofJob(job.id(), "lock:" + wait.environment() + ":" + wait.holder()),
                job.organization(),
                job.id(),
                null,
                0,
                0,
                now,
                LogType.INFO,
                "Waiting for job %s on environment %s".formatted(wait.holder(), alias(job, wait)),
                null,
                null,
                null,
                null,
                null);
    }

    private String alias(Job job, LockWait wait) {
        return environments
                .find(job.organization(), wait.environment())
                .map(environment -> environment.alias().value())
                .orElse(wait.environment().value());
    }

    private static Set<JobId> queued(EnvironmentLock lock) {
        var jobs = new HashSet<JobId>();
        lock.queue().forEach(hold -> jobs.add(hold.job()));
        return jobs;
    }
}
