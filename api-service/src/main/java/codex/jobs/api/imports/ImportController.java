package codex.jobs.api.imports;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.security.Caller;
import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.Role;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `createImportJob`.
@Controller
class ImportController {

    private final ImportChecks checks;
    private final JobCreation creation;
    private final InstantSource time;
    private final ApiProperties properties;

    ImportController(
            ImportChecks checks,
            JobCreation creation,
            InstantSource time,
            ApiProperties properties) {
        this.checks = checks;
        this.creation = creation;
        this.time = time;
        this.properties = properties;
    }

    @MutationMapping
    CreatedJob createImportJob(
            @Argument CreateImportJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateImportJobInput.NAME);
        createJobInput.check(violations, time.instant(), properties.imports().scheduledAtMost());
        if (violations.isEmpty()) {
            var before = creation.before(planned(createJobInput, caller));
            if (before.isPresent()) {
                return CreatedJob.of(before.get());
            }
        }
        checks.check(createJobInput, caller, violations);
        violations.throwIfAny();
        return creation.create(
                caller,
                createJobInput.jobName(),
                createJobInput.spec(Objects.requireNonNull(createJobInput.fileKey())),
                createJobInput.scheduledTime(),
                createJobInput.idempotencyKey());
    }

    private Job planned(CreateImportJobInput input, Caller caller) {
        return creation.plan(
                caller,
                input.jobName(),
                input.spec(Objects.requireNonNull(input.fileKey())),
                input.scheduledTime(),
                input.idempotencyKey());
    }
}
