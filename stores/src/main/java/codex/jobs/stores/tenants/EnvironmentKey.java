package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;

/// One environment of one tenant: environment ids are unique only within their organization.
public record EnvironmentKey(OrganizationId organization, EnvironmentId environment) {

    /// The `_id` of what belongs to the environment alone.
    String value() {
        return organization + "/" + environment;
    }

    /// Finds what has this `_id`.
    Bson filter() {
        return Filters.eq("_id", value());
    }
}
