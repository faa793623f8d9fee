package codex.jobs.api.environments;

import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentLocks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Undoes syncs and deletions of environments: one write each, as their content is kept for a
/// while.
@Component
public final class EnvironmentRollback {

    /// For readers who have just looked up what they will read.
    private static final Duration LAST_READERS = Duration.ofMinutes(10);

    private final EnvironmentChecks checks;
    private final EnvironmentBuilds builds;
    private final EnvironmentLocks locks;
    private final IndexBuilds indices;
    private final Environments environments;
    private final InstantSource time;

    EnvironmentRollback(
            EnvironmentChecks checks,
            EnvironmentBuilds builds,
            EnvironmentLocks locks,
            IndexBuilds indices,
            Environments environments,
            InstantSource time) {
        this.checks = checks;
        this.builds = builds;
        this.locks = locks;
        this.indices = indices;
        this.environments = environments;
        this.time = time;
    }

    /// The sync, if its target has again what it had before.
    ///
    /// @param argument where the caller has named it
    public Optional<Job> undone(
            Job job, JobSpec.SyncEnvironments spec, String argument, Caller caller) {
        if (job.status() != JobStatus.COMPLETED) {
            return Optional.empty();
        }
        checks.checkMayReplace(spec.targetEnvironment(), argument, caller);
        lock(job, spec.targetEnvironment(), argument);
        try {
            var back =
                    builds.switchBack(
                            job.organization(),
                            spec.targetEnvironment(),
                            job.id(),
                            time.instant(),
                            LAST_READERS);
            back.ifPresent(indices::pointAliases);
            environments.forget(job.organization());
            return back.map(_ -> job);
        } finally {
            unlock(job, spec.targetEnvironment());
        }
    }

    /// The deletion, if its environment is there again.
    public Optional<Job> undone(Job job, JobSpec.DeleteEnvironment spec) {
        var isShown =
                job.status() == JobStatus.COMPLETED
                        && builds.show(job.organization(), spec.targetEnvironment(), job.id());
        environments.forget(job.organization());
        return isShown ? Optional.of(job) : Optional.empty();
    }

    /// Another job must not begin to work in what will be dropped. Should this process die while it
    /// holds the lock, whoever asks for it next finds its holder over.
    private void lock(Job job, EnvironmentId environment, String argument) {
        var lock =
                locks.change(
                        job.organization(),
                        environment,
                        free -> free.request(job.id(), LockMode.EXCLUSIVE));
        if (!lock.isHeldBy(job.id())) {
            unlock(job, environment);
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_NOT_READY,
                    argument,
                    "The environment is used by job %s.".formatted(lock.blocker().orElseThrow()));
        }
    }

    private void unlock(Job job, EnvironmentId environment) {
        locks.change(job.organization(), environment, held -> held.release(job.id()));
    }
}
