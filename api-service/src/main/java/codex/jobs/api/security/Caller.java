package codex.jobs.api.security;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import org.jspecify.annotations.Nullable;

/// Who asks, and where: every read and write of a request happens inside this organization.
///
/// @param apiKey the public id of the key it has shown
/// @param connection the WebSocket connection it comes over, else null
public record Caller(
        OrganizationId organization,
        Environment environment,
        Actor actor,
        Role role,
        String apiKey,
        @Nullable String connection) {

    /// Its name in the GraphQL context, for controllers: `@ContextValue Caller caller`.
    public static final String CONTEXT = "caller";

    Caller over(String connection) {
        return new Caller(organization, environment, actor, role, apiKey, connection);
    }

    /// The same caller in another environment of its organization.
    public Caller in(Environment other) {
        return new Caller(organization, other, actor, role, apiKey, connection);
    }

    /// Refuses a caller that may less than `needed`.
    public void require(Role needed) {
        if (!role.includes(needed)) {
            throw new Rejected(
                    ErrorCode.AUTH_NOT_AUTHORIZED,
                    "",
                    "The current user is not authorized to access this resource.");
        }
    }
}
