package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.limits.Quotas;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.LockPlan;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.OrganizationStore;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What an environment job refers to must be there, and as it must be, when the job is created.
@Component
final class EnvironmentChecks {

    private static final int LOOKED_AT = 1_000;
    private static final String PROTECTED = "Only administrators replace the default environment.";

    private final Environments environments;
    private final OrganizationStore organizations;
    private final JobStore jobs;
    private final Quotas quotas;

    EnvironmentChecks(
            Environments environments,
            OrganizationStore organizations,
            JobStore jobs,
            Quotas quotas) {
        this.environments = environments;
        this.organizations = organizations;
        this.jobs = jobs;
        this.quotas = quotas;
    }

    void check(CreateEnvironmentJobInput input, Caller caller, Violations violations) {
        ready(input.baseEnvironmentId(), "baseEnvironmentId", caller, violations);
        var alias = input.newEnvironmentAlias();
        if (violations.accepts("newEnvironmentAlias") && isTaken(alias, caller)) {
            addTaken(violations);
        }
        addIfTooMany(violations, "", caller);
    }

    /// As for a new job, before one is tried again.
    ///
    /// @param argument where the caller has named the job
    /// @param isReserved whether the new environment is there already
    void checkAgain(
            JobSpec.CreateEnvironment spec,
            String argument,
            boolean isReserved,
            Caller caller,
            Violations violations) {
        ready(spec.baseEnvironment().value(), argument, caller, violations);
        if (!isReserved) {
            addIfTooMany(violations, argument, caller);
        }
    }

    /// As for a new job, before one is tried again.
    ///
    /// @param argument where the caller has named the job
    void checkAgain(
            JobSpec.SyncEnvironments spec, String argument, Caller caller, Violations violations) {
        ready(spec.baseEnvironment().value(), argument, caller, violations);
        if (violations.accepts(argument)) {
            ready(spec.targetEnvironment().value(), argument, caller, violations);
        }
    }

    private void addIfTooMany(Violations violations, String argument, Caller caller) {
        quotas.oneMoreEnvironment(caller.organization(), violations.path(argument))
                .ifPresent(violations::add);
    }

    static void addTaken(Violations violations) {
        violations.add(
                ErrorCode.ENVIRONMENT_ALIAS_TAKEN,
                "newEnvironmentAlias",
                "There is an environment or organization with this alias.");
    }

    /// In a path both can stand in the same place.
    private boolean isTaken(String alias, Caller caller) {
        return environments.isTaken(caller.organization(), alias) || isOrganization(alias, caller);
    }

    private boolean isOrganization(String alias, Caller caller) {
        return OrganizationId.isValid(alias)
                && (caller.organization().value().equals(alias)
                        || organizations.find(new OrganizationId(alias)).isPresent());
    }

    void check(SyncEnvironmentsJobInput input, Caller caller, Violations violations) {
        ready(input.baseEnvironmentId(), "baseEnvironmentId", caller, violations);
        if (violations.accepts("targetEnvironmentId")) {
            ready(input.targetEnvironmentId(), "targetEnvironmentId", caller, violations)
                    .filter(target -> isProtectedFrom(caller, target))
                    .ifPresent(_ ->
                            violations.add(
                                    ErrorCode.ENVIRONMENT_PROTECTED,
                                    "targetEnvironmentId",
                                    PROTECTED));
        }
    }

    private static boolean isProtectedFrom(Caller caller, Environment target) {
        return target.isDefault() && !caller.role().includes(Role.ADMIN);
    }

    /// Refuses what only administrators may do.
    void checkMayReplace(EnvironmentId target, String argument, Caller caller) {
        environments
                .find(caller.organization(), target)
                .filter(found -> isProtectedFrom(caller, found))
                .ifPresent(_ -> {
                    throw new Rejected(ErrorCode.ENVIRONMENT_PROTECTED, argument, PROTECTED);
                });
    }

    void check(DeleteEnvironmentJobInput input, Caller caller, Violations violations) {
        var found = find(input.environmentId(), "environmentId", caller, violations);
        if (found.isEmpty()) {
            return;
        }
        if (found.get().isDefault()) {
            violations.add(
                    ErrorCode.ENVIRONMENT_PROTECTED,
                    "environmentId",
                    "The default environment cannot be deleted.");
            return;
        }
        var user = user(found.get().organization(), found.get().id());
        if (user.isPresent()) {
            violations.add(ErrorCode.ENVIRONMENT_NOT_READY, "environmentId", usedBy(user.get()));
        } else {
            checkReady(found.get(), "environmentId", violations);
        }
    }

    /// Refuses what cannot be done while a job works there.
    void checkUnused(OrganizationId organization, EnvironmentId environment, String argument) {
        user(organization, environment)
                .ifPresent(job -> {
                    throw new Rejected(ErrorCode.ENVIRONMENT_NOT_READY, argument, usedBy(job));
                });
    }

    private static String usedBy(Job user) {
        return "The environment is used by job %s.".formatted(user.id());
    }

    private Optional<Job> user(OrganizationId organization, EnvironmentId environment) {
        return jobs.unfinishedAt(organization, environment, LOOKED_AT).stream()
                .filter(job -> LockPlan.of(job).containsKey(environment))
                .findFirst();
    }

    private Optional<Environment> ready(
            String id, String argument, Caller caller, Violations violations) {
        var found = find(id, argument, caller, violations);
        found.ifPresent(environment -> checkReady(environment, argument, violations));
        return found;
    }

    private Optional<Environment> find(
            String id, String argument, Caller caller, Violations violations) {
        if (!violations.accepts(argument)) {
            return Optional.empty();
        }
        var found = environments.find(caller.organization(), new EnvironmentId(id));
        if (found.isEmpty()) {
            addNotFound(argument, violations);
        }
        return found;
    }

    /// Before anything else is asked about it.
    static void checkId(String argument, String id, Violations violations) {
        if (!EnvironmentId.isValid(id)) {
            addNotFound(argument, violations);
        }
    }

    private static void addNotFound(String argument, Violations violations) {
        violations.add(ErrorCode.ENVIRONMENT_NOT_FOUND, argument, "There is no such environment.");
    }

    private static void checkReady(
            Environment environment, String argument, Violations violations) {
        if (environment.status() != EnvironmentStatus.READY) {
            violations.add(
                    ErrorCode.ENVIRONMENT_NOT_READY,
                    argument,
                    "Environment %s is %s.".formatted(environment.alias(), environment.status()));
        }
    }
}
