package codex.jobs.api.environments;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// `createEnvironmentJob`, `syncEnvironmentJob` and `deleteEnvironmentJob`.
@Controller
class EnvironmentJobController {

    private final EnvironmentChecks checks;
    private final EnvironmentBuilds builds;
    private final Environments environments;
    private final JobCreation creation;
    private final InstantSource time;
    private final ApiProperties properties;

    EnvironmentJobController(
            EnvironmentChecks checks,
            EnvironmentBuilds builds,
            Environments environments,
            JobCreation creation,
            InstantSource time,
            ApiProperties properties) {
        this.checks = checks;
        this.builds = builds;
        this.environments = environments;
        this.creation = creation;
        this.time = time;
        this.properties = properties;
    }

    @MutationMapping
    CreatedJob createEnvironmentJob(
            @Argument CreateEnvironmentJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateEnvironmentJobInput.NAME);
        createJobInput.check(violations, time.instant(), properties.imports().scheduledAtMost());
        if (violations.isEmpty()) {
            var before = creation.before(planned(createJobInput, caller));
            if (before.isPresent()) {
                return CreatedJob.of(before.get());
            }
        }
        checks.check(createJobInput, caller, violations);
        violations.throwIfAny();
        return CreatedJob.of(created(createJobInput, caller, violations));
    }

    private Job planned(CreateEnvironmentJobInput input, Caller caller) {
        return creation.plan(
                caller,
                input.jobName(),
                input.spec(),
                input.scheduledTime(),
                input.idempotencyKey());
    }

    /// The environment first: it reserves its alias.
    private Job created(CreateEnvironmentJobInput input, Caller caller, Violations violations) {
        var job = planned(input, caller);
        var environment = environment(job, input.spec(), 1);
        if (!builds.reserve(environment, job.id())) {
            var before = creation.before(job);
            if (before.isEmpty()) {
                EnvironmentChecks.addTaken(violations);
                violations.throwIfAny();
            }
            return before.orElseThrow();
        }
        Job stored = null;
        try {
            stored = creation.store(job);
            return stored;
        } finally {
            if (stored == null || !stored.id().equals(job.id())) {
                builds.giveUp(
                        environment.organization(), environment.id(), job.id(), job.createdAt());
            }
        }
    }

    /// @param generation under which it is built
    static Environment environment(Job job, JobSpec.CreateEnvironment spec, long generation) {
        return new Environment(
                spec.newEnvironment(job.id()),
                job.organization(),
                spec.alias(),
                spec.displayName(),
                EnvironmentStatus.CREATING,
                false,
                generation,
                spec.baseEnvironment(),
                job.createdAt(),
                null,
                null);
    }

    /// Only what recurs has one.
    @SchemaMapping(typeName = "CreateEnvironmentJobPayload", field = "recurringJobId")
    @Nullable String recurringJobId(CreatedJob job) {
        return null;
    }

    /// What `syncEnvironmentJob` answers.
    record SyncEnvironmentsPayload(Job job) {}

    @MutationMapping
    SyncEnvironmentsPayload syncEnvironmentJob(
            @Argument SyncEnvironmentsJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateEnvironmentJobInput.NAME);
        createJobInput.check(violations);
        if (violations.isEmpty()) {
            var before = creation.before(planned(createJobInput, caller));
            if (before.isPresent()) {
                return new SyncEnvironmentsPayload(before.get());
            }
        }
        checks.check(createJobInput, caller, violations);
        violations.throwIfAny();
        return new SyncEnvironmentsPayload(creation.store(planned(createJobInput, caller)));
    }

    private Job planned(SyncEnvironmentsJobInput input, Caller caller) {
        return creation.plan(caller, input.jobName(), input.spec(), null, input.idempotencyKey());
    }

    /// The job first: should this end before the environment is hidden, the job will hide it.
    @MutationMapping
    CreatedJob deleteEnvironmentJob(
            @Argument DeleteEnvironmentJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateEnvironmentJobInput.NAME);
        createJobInput.check(violations);
        checks.check(createJobInput, caller, violations);
        violations.throwIfAny();
        var spec = createJobInput.spec();
        var job = creation.create(caller, createJobInput.jobName(), spec, null, null);
        builds.hide(caller.organization(), spec.targetEnvironment(), job.id());
        environments.forget(caller.organization());
        return job;
    }
}
