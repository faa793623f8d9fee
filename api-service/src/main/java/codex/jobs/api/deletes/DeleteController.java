package codex.jobs.api.deletes;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.security.Caller;
import codex.jobs.model.tenant.Role;
import java.time.InstantSource;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `createDeleteJob`.
@Controller
class DeleteController {

    private final DeleteChecks checks;
    private final JobCreation creation;
    private final InstantSource time;
    private final ApiProperties properties;

    DeleteController(
            DeleteChecks checks,
            JobCreation creation,
            InstantSource time,
            ApiProperties properties) {
        this.checks = checks;
        this.creation = creation;
        this.time = time;
        this.properties = properties;
    }

    @MutationMapping
    CreatedJob createDeleteJob(
            @Argument CreateDeleteJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateDeleteJobInput.NAME);
        createJobInput.check(violations, time.instant(), properties.imports().scheduledAtMost());
        var spec = checks.spec(createJobInput, caller, violations);
        violations.throwIfAny();
        return creation.create(
                caller,
                createJobInput.jobName(),
                spec.orElseThrow(),
                createJobInput.scheduledTime(),
                createJobInput.idempotencyKey(),
                createJobInput.notes());
    }
}
