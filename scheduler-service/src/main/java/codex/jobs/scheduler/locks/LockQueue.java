package codex.jobs.scheduler.locks;

import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.LockPlan;
import codex.jobs.model.job.LockWait;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.EnvironmentKey;
import codex.jobs.stores.tenants.EnvironmentLocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Takes and gives back the environments of jobs, first come first served (specification 3.0,
/// "Locks"): each environment is changed once for all the jobs of a batch, and many environments
/// with a few round trips. Each job takes its environments in ascending order, so two jobs never
/// wait for each other.
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
        var plans = asking.stream().sorted(OLDEST_FIRST).map(LockQueue::plan).toList();
        for (var rank = 0; ; rank++) {
            var wanted = wanted(plans, rank, refused.keySet());
            if (wanted.isEmpty()) {
                return refused;
            }
            refused.putAll(requestAll(wanted));
        }
    }

    /// What a job asks of one environment.
    private record Wish(Job job, EnvironmentKey environment, LockMode mode) {

        JobId id() {
            return job.id();
        }
    }

    private static List<Wish> plan(Job job) {
        return LockPlan.of(job).entrySet().stream()
                .map(lock ->
                        new Wish(
                                job,
                                new EnvironmentKey(job.organization(), lock.getKey()),
                                lock.getValue()))
                .toList();
    }

    /// What comes at this place in the plans of the jobs that wait for nothing: all of it is asked
    /// for at once, and each job still asks for its own one after the other.
    private static Map<EnvironmentKey, List<Wish>> wanted(
            List<List<Wish>> plans, int rank, Set<JobId> refused) {
        return plans.stream()
                .filter(plan -> rank < plan.size())
                .map(plan -> plan.get(rank))
                .filter(wish -> !refused.contains(wish.id()))
                .collect(Collectors.groupingBy(Wish::environment));
    }

    /// Gives back what the jobs hold, and takes them out of every queue; answers the jobs that hold
    /// an environment they were waiting for.
    public Set<JobId> release(Collection<Job> ended) {
        var attempts = new HashMap<EnvironmentKey, Map<JobId, Integer>>();
        for (var job : ended) {
            for (var environment : LockPlan.of(job).keySet()) {
                var key = new EnvironmentKey(job.organization(), environment);
                add(attempts, key, job.id(), job.attempt());
            }
        }
        return releaseAll(attempts).granted();
    }

    private Map<JobId, LockWait> requestAll(Map<EnvironmentKey, List<Wish>> asking) {
        var changes = new HashMap<EnvironmentKey, UnaryOperator<EnvironmentLock>>();
        asking.forEach(
                (environment, some) -> changes.put(environment, lock -> requested(lock, some)));
        var found = new HashMap<>(locks.changeAll(changes));
        found.putAll(releaseForgotten(refusing(found, asking)));
        var waits = new HashMap<JobId, LockWait>();
        asking.forEach((environment, some) ->
                waits.putAll(waits(environment, lock(found, environment), some)));
        return waits;
    }

    private static EnvironmentLock requested(EnvironmentLock lock, List<Wish> asking) {
        var next = lock;
        for (var wish : asking) {
            next = next.request(wish.id(), wish.job().attempt(), wish.mode());
        }
        return next;
    }

    private static Map<EnvironmentKey, EnvironmentLock> refusing(
            Map<EnvironmentKey, EnvironmentLock> found, Map<EnvironmentKey, List<Wish>> asking) {
        var refusing = new HashMap<EnvironmentKey, EnvironmentLock>();
        asking.forEach((environment, some) -> {
            var lock = lock(found, environment);
            if (!some.stream().allMatch(wish -> lock.isHeldBy(wish.id()))) {
                refusing.put(environment, lock);
            }
        });
        return refusing;
    }

    private static EnvironmentLock lock(
            Map<EnvironmentKey, EnvironmentLock> locks, EnvironmentKey environment) {
        return locks.getOrDefault(environment, EnvironmentLock.FREE);
    }

    private static Map<JobId, LockWait> waits(
            EnvironmentKey environment, EnvironmentLock lock, List<Wish> asking) {
        var waits = new HashMap<JobId, LockWait>();
        for (var wish : asking) {
            if (!lock.isHeldBy(wish.id())) {
                var holder = lock.blocker().orElseThrow();
                waits.put(wish.id(), new LockWait(environment.environment(), holder));
            }
        }
        return waits;
    }

    /// Takes the locks from holders that do not need them: a scheduler asked for a job's locks at
    /// the moment when the job was cancelled and settled, or moved to a later time, and then died.
    /// Only another attempt of such a job asks again. Answers the locks that have changed.
    private Map<EnvironmentKey, EnvironmentLock> releaseForgotten(
            Map<EnvironmentKey, EnvironmentLock> refusing) {
        if (refusing.isEmpty()) {
            return Map.of();
        }
        var holders =
                refusing.values().stream()
                        .flatMap(lock -> holders(lock).stream())
                        .collect(Collectors.toSet());
        var now = clock.instant();
        var alive =
                jobs.findAll(holders).stream()
                        .filter(job -> needsLocks(job, now))
                        .map(Job::id)
                        .collect(Collectors.toSet());
        var forgotten = new HashMap<EnvironmentKey, Map<JobId, Integer>>();
        refusing.forEach((environment, lock) -> {
            for (var hold : lock.holders()) {
                if (!alive.contains(hold.job())) {
                    add(forgotten, environment, hold.job(), hold.attempt());
                }
            }
        });
        return releaseAll(forgotten).locks();
    }

    private static boolean needsLocks(Job job, Instant now) {
        return switch (Liveness.of(job, now)) {
            case Liveness.Over _, Liveness.NeedsTelling _ -> false;
            // By another scheduler's clock it may be due.
            case Liveness.Scheduled(var at) -> at.isBefore(now.plus(CLOCKS_APART));
            default -> true;
        };
    }

    /// @param locks those that were asked to be released, as they are now
    /// @param granted jobs that hold one of them since
    private record Released(Map<EnvironmentKey, EnvironmentLock> locks, Set<JobId> granted) {}

    /// @param ended up to which attempt jobs give back what they hold or wait for
    private Released releaseAll(Map<EnvironmentKey, Map<JobId, Integer>> ended) {
        var before = new HashMap<EnvironmentKey, EnvironmentLock>();
        var changes = new HashMap<EnvironmentKey, UnaryOperator<EnvironmentLock>>();
        ended.forEach((environment, attempts) ->
                changes.put(
                        environment,
                        lock -> {
                            before.put(environment, lock);
                            return released(lock, attempts);
                        }));
        var after = locks.changeAll(changes);
        var granted = new HashSet<JobId>();
        after.forEach((environment, lock) -> {
            var since = new HashSet<>(holders(lock));
            since.removeAll(holders(lock(before, environment)));
            granted.addAll(since);
        });
        return new Released(after, granted);
    }

    private static EnvironmentLock released(EnvironmentLock lock, Map<JobId, Integer> attempts) {
        var next = lock;
        for (var ended : attempts.entrySet()) {
            next = next.release(ended.getKey(), ended.getValue());
        }
        return next;
    }

    private static void add(
            Map<EnvironmentKey, Map<JobId, Integer>> attempts,
            EnvironmentKey environment,
            JobId job,
            int attempt) {
        attempts.computeIfAbsent(environment, _ -> new HashMap<>()).merge(job, attempt, Math::max);
    }

    private static Set<JobId> holders(EnvironmentLock lock) {
        return lock.holders().stream()
                .map(EnvironmentLock.Hold::job)
                .collect(Collectors.toUnmodifiableSet());
    }
}
