package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.util.Comparator;

/// One environment of one tenant, in the order in which locks are taken.
public record EnvironmentRef(OrganizationId organization, EnvironmentId environment)
        implements Comparable<EnvironmentRef> {

    private static final Comparator<EnvironmentRef> ORDER =
            Comparator.comparing((EnvironmentRef ref) -> ref.organization().value())
                    .thenComparing(ref -> ref.environment().value());

    String key() {
        return EnvironmentKey.of(organization, environment);
    }

    @Override
    public int compareTo(EnvironmentRef other) {
        return ORDER.compare(this, other);
    }
}
