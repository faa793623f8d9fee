package codex.jobs.api.jobs;

import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobWaiting;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.tenants.EnvironmentLocks;
import codex.jobs.stores.tenants.LimitStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.stereotype.Controller;

/// `Job.waiting`: why jobs do not run, for a whole list of them with a handful of queries.
@Controller
class WaitingFields {

    /// Places are counted no further.
    private static final int LAST_POSITION = 1_000;

    private final JobQueues queues;
    private final LimitStore limits;
    private final Environments environments;
    private final EnvironmentLocks locks;
    private final Living living;
    private final InstantSource time;

    WaitingFields(
            JobQueues queues,
            LimitStore limits,
            Environments environments,
            EnvironmentLocks locks,
            Living living,
            InstantSource time) {
        this.queues = queues;
        this.limits = limits;
        this.environments = environments;
        this.locks = locks;
        this.living = living;
        this.time = time;
    }

    @BatchMapping(typeName = "Job")
    Map<Job, JobWaiting> waiting(List<Job> jobs, @ContextValue Caller caller) {
        var facts = facts(jobs, caller.organization());
        var now = time.instant();
        var waiting = new HashMap<Job, JobWaiting>();
        for (var job : jobs) {
            JobWaiting.of(job, facts, now).ifPresent(why -> waiting.put(job, why));
        }
        return waiting;
    }

    private JobWaiting.Facts facts(List<Job> asked, OrganizationId organization) {
        var unfinished = asked.stream().filter(job -> !job.status().isTerminal()).toList();
        var own = limits.of(organization);
        if (unfinished.isEmpty()) {
            return new JobWaiting.Facts(Set.of(), true, own, 0, Map.of(), Map.of());
        }
        var now = living.now();
        var positions = queues.positions(unfinished, LAST_POSITION);
        return new JobWaiting.Facts(
                now.served(),
                now.schedulers(),
                own,
                positions.isEmpty() ? 0 : active(organization),
                positions,
                locks.findAll(organization, awaited(unfinished)));
    }

    private static Set<EnvironmentId> awaited(List<Job> jobs) {
        return jobs.stream()
                .map(Job::lockWait)
                .filter(Objects::nonNull)
                .map(LockWait::environment)
                .collect(Collectors.toSet());
    }

    private int active(OrganizationId organization) {
        return queues.countAdmitted(List.of(organization)).getOrDefault(organization, 0);
    }

    @BatchMapping(typeName = "JobWaiting")
    Map<JobWaiting, Environment> environment(
            List<JobWaiting> waiting, @ContextValue Caller caller) {
        if (waiting.stream().allMatch(why -> why.environment() == null)) {
            return Map.of();
        }
        var byId =
                environments.list(caller.organization()).stream()
                        .collect(Collectors.toMap(Environment::id, Function.identity()));
        var found = new HashMap<JobWaiting, Environment>();
        for (var why : waiting) {
            var environment = why.environment() == null ? null : byId.get(why.environment());
            if (environment != null) {
                found.put(why, environment);
            }
        }
        return found;
    }
}
