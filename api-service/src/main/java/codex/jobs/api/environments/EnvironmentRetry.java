package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Retry;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What environments must be before an environment job is tried again. What the job had built was
/// given up when it ended, so it builds another generation; only if readers see it already, the job
/// goes on where it was.
@Component
public final class EnvironmentRetry {

    private final EnvironmentChecks checks;
    private final EnvironmentBuilds builds;
    private final Environments environments;

    EnvironmentRetry(
            EnvironmentChecks checks, EnvironmentBuilds builds, Environments environments) {
        this.checks = checks;
        this.builds = builds;
        this.environments = environments;
    }

    /// Reserves the new environment once more.
    ///
    /// @param argument where the caller has named the job
    public Retry prepare(Job job, JobSpec.CreateEnvironment spec, String argument, Caller caller) {
        var environment = spec.newEnvironment(job.id());
        if (isLive(job.organization(), environment, job)) {
            return Retry.FROM_CHECKPOINT;
        }
        var isReserved = builds.of(job.organization(), environment, job.id()).isPresent();
        var violations = new Violations("");
        checks.checkAgain(spec, argument, isReserved, caller, violations);
        violations.throwIfAny();
        var creating = EnvironmentJobController.environment(job, spec, job.attempt() + 1L);
        if (!isReserved && !builds.reserve(creating, job.id())) {
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_ALIAS_TAKEN,
                    argument,
                    "There is another environment with this alias.");
        }
        return Retry.FROM_START;
    }

    /// Checks that both environments are there.
    ///
    /// @param argument where the caller has named the job
    public Retry prepare(Job job, JobSpec.SyncEnvironments spec, String argument, Caller caller) {
        checks.checkMayReplace(spec.targetEnvironment(), argument, caller);
        if (isLive(job.organization(), spec.targetEnvironment(), job)) {
            return Retry.FROM_CHECKPOINT;
        }
        var violations = new Violations("");
        checks.checkAgain(spec, argument, caller, violations);
        violations.throwIfAny();
        return Retry.FROM_START;
    }

    /// Hides the environment once more.
    ///
    /// @param argument where the caller has named the job
    public Retry prepare(Job job, JobSpec.DeleteEnvironment spec, String argument) {
        checks.checkUnused(job.organization(), spec.targetEnvironment(), argument);
        builds.hide(job.organization(), spec.targetEnvironment(), job.id());
        environments.forget(job.organization());
        return Retry.FROM_CHECKPOINT;
    }

    /// When the content of an environment was last replaced as a whole.
    public Optional<Instant> replacedAt(OrganizationId organization, EnvironmentId environment) {
        return builds.replacedAt(organization, environment);
    }

    private boolean isLive(OrganizationId organization, EnvironmentId environment, Job job) {
        return builds.of(organization, environment, job.id())
                .filter(EnvironmentBuilds.Build::live)
                .isPresent();
    }
}
