package codex.jobs.api.sites;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.security.Caller;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Role;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `createCloneSiteJob`.
@Controller
class CloneSiteController {

    private final CloneSiteChecks checks;
    private final JobCreation creation;

    CloneSiteController(CloneSiteChecks checks, JobCreation creation) {
        this.checks = checks;
        this.creation = creation;
    }

    @MutationMapping
    CreatedJob createCloneSiteJob(
            @Argument CreateCloneSiteJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateCloneSiteJobInput.NAME);
        createJobInput.check(violations);
        var spec = checks.spec(createJobInput, caller, violations);
        var before = spec.flatMap(same -> creation.before(planned(createJobInput, same, caller)));
        if (before.isPresent()) {
            return CreatedJob.of(before.get());
        }
        checks.checkAlias(createJobInput, caller, violations);
        violations.throwIfAny();
        return CreatedJob.of(creation.store(planned(createJobInput, spec.orElseThrow(), caller)));
    }

    private Job planned(CreateCloneSiteJobInput input, JobSpec spec, Caller caller) {
        return creation.plan(caller, input.jobName(), spec, null, input.idempotencyKey());
    }
}
