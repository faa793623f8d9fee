package codex.jobs.api.environments;

import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/// `environments` and `environment`.
@Controller
class EnvironmentController {

    private final Environments environments;

    EnvironmentController(Environments environments) {
        this.environments = environments;
    }

    @QueryMapping
    List<Environment> environments(@ContextValue Caller caller) {
        return environments.list(caller.organization());
    }

    @QueryMapping
    Optional<Environment> environment(
            @Argument @Nullable String id,
            @Argument @Nullable String alias,
            @ContextValue Caller caller) {
        if (id != null && alias == null) {
            return EnvironmentId.isValid(id)
                    ? environments.find(caller.organization(), new EnvironmentId(id))
                    : Optional.empty();
        }
        if (alias != null && id == null) {
            return environments.findByAlias(caller.organization(), alias);
        }
        throw new Rejected(ErrorCode.BAD_USER_INPUT, "id", "Give either an id or an alias.");
    }
}
