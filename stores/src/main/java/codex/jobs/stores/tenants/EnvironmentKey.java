package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;

/// The `_id` of what belongs to one environment: environment ids are unique only within their
/// organization.
final class EnvironmentKey {

    private EnvironmentKey() {}

    static String of(OrganizationId organization, EnvironmentId environment) {
        return organization + "/" + environment;
    }
}
