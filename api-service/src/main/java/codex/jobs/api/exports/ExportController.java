package codex.jobs.api.exports;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.CreatedJob;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.security.Caller;
import codex.jobs.model.tenant.Role;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `createExportJob`.
@Controller
class ExportController {

    private final ExportFilters filters;
    private final JobCreation creation;

    ExportController(ExportFilters filters, JobCreation creation) {
        this.filters = filters;
        this.creation = creation;
    }

    @MutationMapping
    CreatedJob createExportJob(
            @Argument CreateExportJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var violations = new Violations(CreateExportJobInput.NAME);
        createJobInput.check(violations);
        JobInput.checkEnvironment(violations, caller);
        var scope = caller.environment().scope();
        var understood = filters.read(createJobInput.filter(), scope, violations);
        violations.throwIfAny();
        return creation.create(
                caller,
                createJobInput.jobName(),
                createJobInput.spec(understood.filter()),
                null,
                createJobInput.idempotencyKey(),
                understood.notes());
    }
}
