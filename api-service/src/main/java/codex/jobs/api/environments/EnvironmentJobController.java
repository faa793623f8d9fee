package codex.jobs.api.environments;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.jobs.JobNote;
import codex.jobs.api.recurring.RecurringJobs;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import java.time.InstantSource;
import java.util.Optional;
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
    private final RecurringJobs recurring;
    private final InstantSource time;
    private final ApiProperties properties;

    EnvironmentJobController(
            EnvironmentChecks checks,
            EnvironmentBuilds builds,
            Environments environments,
            JobCreation creation,
            RecurringJobs recurring,
            InstantSource time,
            ApiProperties properties) {
        this.checks = checks;
        this.builds = builds;
        this.environments = environments;
        this.creation = creation;
        this.recurring = recurring;
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

    /// What `syncEnvironmentJob` answers: one of the two (specification 2.5).
    record SyncEnvironmentsPayload(@Nullable Job job, @Nullable RecurringJob recurringJob) {}

    @MutationMapping
    SyncEnvironmentsPayload syncEnvironmentJob(
            @Argument SyncEnvironmentsJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateEnvironmentJobInput.NAME);
        createJobInput.check(violations);
        if (violations.isEmpty()) {
            var before = before(createJobInput, caller);
            if (before.isPresent()) {
                return before.get();
            }
        }
        checks.check(createJobInput, caller, violations);
        violations.throwIfAny();
        var schedule = createJobInput.schedule();
        if (schedule.isEmpty()) {
            return new SyncEnvironmentsPayload(
                    creation.store(planned(createJobInput, caller)), null);
        }
        return new SyncEnvironmentsPayload(
                null,
                recurring.create(
                        caller,
                        createJobInput.jobName(),
                        createJobInput.spec(),
                        schedule.get().schedule(),
                        createJobInput.idempotencyKey()));
    }

    private Optional<SyncEnvironmentsPayload> before(
            SyncEnvironmentsJobInput input, Caller caller) {
        var schedule = input.schedule();
        return schedule.isEmpty()
                ? creation.before(planned(input, caller))
                        .map(job -> new SyncEnvironmentsPayload(job, null))
                : recurring
                        .before(
                                caller,
                                input.jobName(),
                                input.spec(),
                                schedule.get().schedule(),
                                input.idempotencyKey())
                        .map(job -> new SyncEnvironmentsPayload(null, job));
    }

    private Job planned(SyncEnvironmentsJobInput input, Caller caller) {
        return creation.plan(caller, input.jobName(), input.spec(), null, input.idempotencyKey());
    }

    private static JobNote pausing(RecurringJob recurringJob) {
        return new JobNote(
                LogType.WARNING,
                "RECURRING_JOB_PAUSED",
                "Recurring job %s (%s) uses this environment and is paused"
                        .formatted(recurringJob.id(), recurringJob.name()));
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
        var paused = recurring.using(caller, spec.targetEnvironment());
        var job =
                creation.create(
                        caller,
                        createJobInput.jobName(),
                        spec,
                        null,
                        null,
                        paused.stream().map(EnvironmentJobController::pausing).toList());
        paused.forEach(each -> recurring.paused(caller, each.id()));
        builds.hide(caller.organization(), spec.targetEnvironment(), job.id());
        environments.forget(caller.organization());
        return job;
    }
}
