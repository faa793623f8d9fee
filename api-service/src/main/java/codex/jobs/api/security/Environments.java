package codex.jobs.api.security;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.tenants.EnvironmentStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// An organization's environments, without those that are being deleted. Single ones are kept for a
/// few seconds.
@Component
public final class Environments {

    private static final int MOST_KEPT = 10_000;

    private final EnvironmentStore stored;
    private final Cache<Key, Environment> known;

    private record Key(OrganizationId organization, String kind, String name) {}

    Environments(EnvironmentStore stored, ApiProperties properties) {
        this.stored = stored;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(properties.credentialsKeptFor())
                        .build();
    }

    public Optional<Environment> defaultOf(OrganizationId organization) {
        return kept(new Key(organization, "default", ""), () -> stored.defaultOf(organization));
    }

    /// Empty also for what can be no alias.
    public Optional<Environment> byAlias(OrganizationId organization, String alias) {
        return EnvironmentAlias.isValid(alias)
                ? kept(
                        new Key(organization, "alias", alias.toLowerCase(Locale.ROOT)),
                        () -> stored.findByAlias(organization, new EnvironmentAlias(alias)))
                : Optional.empty();
    }

    /// Empty also for what can be no id.
    public Optional<Environment> byId(OrganizationId organization, String id) {
        return EnvironmentId.isValid(id)
                ? kept(
                        new Key(organization, "id", id),
                        () -> stored.find(organization, new EnvironmentId(id)))
                : Optional.empty();
    }

    /// As it is now.
    public Optional<Environment> find(OrganizationId organization, EnvironmentId id) {
        return stored.find(organization, id).filter(Environments::isVisible);
    }

    /// As it is now; empty also for what can be no alias.
    public Optional<Environment> findByAlias(OrganizationId organization, String alias) {
        return EnvironmentAlias.isValid(alias)
                ? stored.findByAlias(organization, new EnvironmentAlias(alias))
                        .filter(Environments::isVisible)
                : Optional.empty();
    }

    /// Whether an environment has this alias, also one that is being deleted.
    public boolean isTaken(OrganizationId organization, String alias) {
        return stored.findByAlias(organization, new EnvironmentAlias(alias)).isPresent();
    }

    /// Looks up again what is asked for next.
    public void forget(OrganizationId organization) {
        known.asMap().keySet().removeIf(key -> key.organization().equals(organization));
    }

    public List<Environment> list(OrganizationId organization) {
        return stored.list(organization).stream().filter(Environments::isVisible).toList();
    }

    private Optional<Environment> kept(Key key, Supplier<Optional<Environment>> lookup) {
        var found = Optional.ofNullable(known.getIfPresent(key)).or(lookup);
        // Others become ready at any moment, and whoever waits for that must not be told later.
        found.filter(environment -> environment.status() == EnvironmentStatus.READY)
                .ifPresent(environment -> known.asMap().putIfAbsent(key, environment));
        return found.filter(Environments::isVisible);
    }

    /// Deletion is answered with "not found" from its first moment (specification 3.7).
    private static boolean isVisible(Environment environment) {
        return environment.status() != EnvironmentStatus.DELETING;
    }
}
