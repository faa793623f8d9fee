package codex.jobs.api.security;

import codex.jobs.model.tenant.Environment;
import codex.jobs.stores.tenants.ApiKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Credential + path segment + environment header → organization and environment (specification
/// 1.1). The organization is always that of the credential; the segment is its alias, which means
/// its default environment, or the alias of one of its environments.
@Component
final class CurrentTenant {

    static final String ENVIRONMENT_HEADER = "X-Codex-Environment";

    private static final String BEARER = "Bearer ";

    private final Credentials credentials;
    private final Environments environments;

    CurrentTenant(Credentials credentials, Environments environments) {
        this.credentials = credentials;
        this.environments = environments;
    }

    Access access(HttpHeaders headers, String segment) {
        return access(
                headers.getFirst(HttpHeaders.AUTHORIZATION),
                segment,
                headers.getFirst(ENVIRONMENT_HEADER));
    }

    Access access(@Nullable String authorization, String segment, @Nullable String environment) {
        var key = bearer(authorization).flatMap(credentials::find);
        if (key.isEmpty()) {
            return new Access.Unauthenticated();
        }
        return environment(key.get(), segment, environment)
                .<Access>map(found -> new Access.Granted(caller(key.get(), found)))
                .orElseGet(Access.NotFound::new);
    }

    private static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private Optional<Environment> environment(ApiKey key, String segment, @Nullable String header) {
        var organization = key.organization();
        var byPath =
                segment.equals(organization.value())
                        ? environments.defaultOf(organization)
                        : environments.byAlias(organization, segment);
        if (header == null || byPath.isEmpty()) {
            return byPath;
        }
        return environments
                .byAlias(organization, header)
                .or(() -> environments.byId(organization, header));
    }

    private static Caller caller(ApiKey key, Environment environment) {
        return new Caller(
                key.organization(), environment, key.actor(), key.role(), key.publicId(), null);
    }
}
