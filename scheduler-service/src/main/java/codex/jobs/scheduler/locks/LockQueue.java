package codex.jobs.scheduler.locks;

import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.LockPlan;
import codex.jobs.model.job.LockWait;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.EnvironmentLocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Takes and gives back the environments of jobs, first come first served (specification 3.0,
/// "Locks"): each environment is changed once for all the jobs of a batch. Environments are taken
/// in ascending order by everyone, so two jobs never wait for each other.
@Component
public final class LockQueue {

    private static final Comparator<Job> OLDEST_FIRST =
            Comparator.comparing(Job::createdAt).thenComparing(job -> job.id().value());

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final EnvironmentLocks locks;
    private final JobStore jobs;
    private final InstantSource clock;

    LockQueue(EnvironmentLocks locks, JobStore jobs, InstantSource clock) {
        this.locks = locks;
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Asks for all the environments of each job, or for those up to the first one it must wait
    /// for; asking again changes nothing. Answers for what jobs wait; the others hold all of
    /// theirs.
    public Map<JobId, LockWait> request(Collection<Job> asking) {
        var refused = new HashMap<JobId, LockWait>();
        byEnvironment(asking)
                .forEach((environment, all) -> {
                    var able =
                            all.stream()
                                    .filter(job -> !refused.containsKey(job.id()))
                                    .sorted(OLDEST_FIRST)
                                    .toList();
                    if (!able.isEmpty()) {
                        refused.putAll(requestOne(environment, able));
                    }
                });
        return refused;
    }

    /// Gives back what the jobs hold, and takes them out of every queue; answers the jobs that hold
    /// an environment they were waiting for.
    public Set<JobId> release(Collection<Job> ended) {
        var granted = new HashSet<JobId>();
        byEnvironment(ended)
                .forEach((environment, all) -> {
                    granted.addAll(releaseOne(environment, attempts(all)).granted());
                });
        return granted;
    }

    private Map<JobId, LockWait> requestOne(EnvironmentRef environment, List<Job> asking) {
        var lock = requested(environment, asking);
        if (!asking.stream().allMatch(job -> lock.isHeldBy(job.id()))) {
            var forgotten = forgotten(lock);
            if (!forgotten.isEmpty()) {
                return waits(environment, releaseOne(environment, forgotten).lock(), asking);
            }
        }
        return waits(environment, lock, asking);
    }

    private EnvironmentLock requested(EnvironmentRef environment, List<Job> asking) {
        return locks.change(
                environment.organization(),
                environment.environment(),
                lock -> {
                    var next = lock;
                    for (var job : asking) {
                        next = next.request(job.id(), job.attempt(), mode(job, environment));
                    }
                    return next;
                });
    }

    private static LockMode mode(Job job, EnvironmentRef environment) {
        var mode = LockPlan.of(job).get(environment.environment());
        if (mode == null) {
            throw new IllegalStateException("A lock that is not planned");
        }
        return mode;
    }

    private static Map<JobId, LockWait> waits(
            EnvironmentRef environment, EnvironmentLock lock, List<Job> asking) {
        var waits = new HashMap<JobId, LockWait>();
        for (var job : asking) {
            if (!lock.isHeldBy(job.id())) {
                var holder = lock.blocker().orElseThrow();
                waits.put(job.id(), new LockWait(environment.environment(), holder));
            }
        }
        return waits;
    }

    /// Holders that do not need it: a scheduler asked for a job's locks at the moment when the job
    /// was cancelled and settled, or moved to a later time, and then died. Only another attempt of
    /// such a job asks again.
    private Map<JobId, Integer> forgotten(EnvironmentLock lock) {
        var holders =
                lock.holders().stream()
                        .collect(
                                Collectors.toMap(
                                        EnvironmentLock.Hold::job,
                                        EnvironmentLock.Hold::attempt,
                                        Math::max));
        var now = clock.instant();
        var alive =
                jobs.findAll(holders.keySet()).stream()
                        .filter(job -> needsLocks(job, now))
                        .map(Job::id)
                        .collect(Collectors.toSet());
        holders.keySet().removeAll(alive);
        return holders;
    }

    private static boolean needsLocks(Job job, Instant now) {
        return switch (Liveness.of(job, now)) {
            case Liveness.Over _, Liveness.NeedsTelling _ -> false;
            // By another scheduler's clock it may be due.
            case Liveness.Scheduled(var at) -> at.isBefore(now.plus(CLOCKS_APART));
            default -> true;
        };
    }

    /// Up to which attempt each of the jobs gives back what it holds.
    private static Map<JobId, Integer> attempts(List<Job> ended) {
        return ended.stream().collect(Collectors.toMap(Job::id, Job::attempt, Math::max));
    }

    private record Released(EnvironmentLock lock, Set<JobId> granted) {}

    private Released releaseOne(EnvironmentRef environment, Map<JobId, Integer> ended) {
        var before = new AtomicReference<>(EnvironmentLock.FREE);
        var after =
                locks.change(
                        environment.organization(),
                        environment.environment(),
                        lock -> {
                            before.set(lock);
                            var next = lock;
                            for (var job : ended.entrySet()) {
                                next = next.release(job.getKey(), job.getValue());
                            }
                            return next;
                        });
        var granted = new HashSet<>(holders(after));
        granted.removeAll(holders(before.get()));
        return new Released(after, granted);
    }

    private static Set<JobId> holders(EnvironmentLock lock) {
        return lock.holders().stream()
                .map(EnvironmentLock.Hold::job)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static SortedMap<EnvironmentRef, List<Job>> byEnvironment(Collection<Job> jobs) {
        var environments = new TreeMap<EnvironmentRef, List<Job>>();
        for (var job : jobs) {
            for (var environment : LockPlan.of(job).keySet()) {
                environments
                        .computeIfAbsent(
                                new EnvironmentRef(job.organization(), environment),
                                _ -> new ArrayList<>())
                        .add(job);
            }
        }
        return environments;
    }
}
