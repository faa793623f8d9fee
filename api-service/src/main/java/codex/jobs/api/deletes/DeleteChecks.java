package codex.jobs.api.deletes;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.security.Caller;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.filter.ContentFields;
import codex.jobs.model.filter.FilterMode;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a delete refers to must be there when the job is created; the job then keeps ids.
@Component
final class DeleteChecks {

    private final ContentReader content;

    DeleteChecks(ContentReader content) {
        this.content = content;
    }

    /// The job's parameters; empty if something is wrong, which the violations then say.
    Optional<JobSpec> spec(CreateDeleteJobInput input, Caller caller, Violations violations) {
        JobInput.checkEnvironment(violations, caller);
        var scope = caller.environment().scope();
        var site = input.siteId();
        if (site != null && violations.accepts("siteId") && !content.siteExists(scope, site)) {
            violations.add(ErrorCode.SITE_NOT_FOUND, "siteId", "There is no such site.");
        }
        var model = model(input, scope, violations);
        return switch (input.jobType()) {
            case DELETE_FIELD -> field(input, scope, model, violations);
            case DELETE_FILTERED_CONTENT -> filtered(input, scope, model, violations);
            default ->
                    Optional.of(
                            new JobSpec.DeleteContent(
                                    List.copyOf(input.deletions()),
                                    site,
                                    model == null ? null : model.id(),
                                    input.isDryRun(),
                                    input.isForced()));
        };
    }

    private @Nullable ContentModel model(
            CreateDeleteJobInput input, Scope scope, Violations violations) {
        if (input.model() == null || !violations.accepts("model")) {
            return null;
        }
        var model = content.modelByIdOrAlias(scope, input.model());
        if (model.isEmpty()) {
            violations.add(ErrorCode.MODEL_NOT_FOUND, "model", "There is no such model.");
        }
        return model.orElse(null);
    }

    private Optional<JobSpec> filtered(
            CreateDeleteJobInput input,
            Scope scope,
            @Nullable ContentModel model,
            Violations violations) {
        var fields = ContentFields.of(content.models(scope));
        var parsed = Filters.parse(String.valueOf(input.filter()), FilterMode.STRICT, fields);
        for (var error : parsed.errors()) {
            violations.add(
                    ErrorCode.INVALID_FILTER, "filter#" + error.pointer(), error.message() + ".");
        }
        if (!parsed.errors().isEmpty()) {
            return Optional.empty();
        }
        var filter = parsed.filter();
        if (filter.matchesEverything() && !input.isForced()) {
            violations.add(
                    ErrorCode.FILTER_REQUIRED,
                    "filter",
                    "The filter means every entry; force: true says that this is meant.");
        }
        return Optional.of(
                new JobSpec.DeleteFilteredContent(
                        filter.json(),
                        input.siteId(),
                        model == null ? null : model.id(),
                        input.isDryRun(),
                        input.isForced()));
    }

    private Optional<JobSpec> field(
            CreateDeleteJobInput input,
            Scope scope,
            @Nullable ContentModel model,
            Violations violations) {
        var alias = input.fieldAlias();
        if (model == null || alias == null || !violations.accepts("fieldAlias")) {
            return Optional.empty();
        }
        // One that was taken out before may have left values behind, such as another site's.
        var field = model.field(alias).or(() -> content.deletedField(scope, model.id(), alias));
        if (field.isEmpty()) {
            violations.add(ErrorCode.FIELD_NOT_FOUND, "fieldAlias", "The model has no such field.");
            return Optional.empty();
        }
        if (content.neededFields(scope, model.id()).contains(alias)) {
            violations.add(
                    ErrorCode.FIELD_STILL_IN_USE,
                    "fieldAlias",
                    "The model takes its title, slug or featured media from this field.");
        }
        return Optional.of(
                new JobSpec.DeleteField(
                        model.id(), alias, field.get().type(), input.siteId(), input.isDryRun()));
    }
}
