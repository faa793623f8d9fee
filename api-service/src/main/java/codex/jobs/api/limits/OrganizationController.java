package codex.jobs.api.limits;

import codex.jobs.api.security.Caller;
import codex.jobs.model.tenant.Limits;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.tenants.LimitStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// `organization`: the caller's own, its limits, and what it uses of them.
@Controller
class OrganizationController {

    private final OrganizationStore organizations;
    private final LimitStore limits;
    private final Quotas quotas;
    private final JobQueues queues;

    OrganizationController(
            OrganizationStore organizations, LimitStore limits, Quotas quotas, JobQueues queues) {
        this.organizations = organizations;
        this.limits = limits;
        this.quotas = quotas;
        this.queues = queues;
    }

    /// The organization as its members see it.
    record Own(OrganizationId id, @Nullable String displayName) {}

    /// What is used now.
    record Usage(int activeJobs, long queuedJobs, int environments, long uploadBytes) {}

    @QueryMapping
    Own organization(@ContextValue Caller caller) {
        var name = organizations.find(caller.organization()).map(Organization::displayName);
        return new Own(caller.organization(), name.orElse(null));
    }

    @SchemaMapping(typeName = "Organization")
    Limits limits(Own organization) {
        return limits.of(organization.id());
    }

    @SchemaMapping(typeName = "Organization")
    Usage usage(Own organization) {
        var id = organization.id();
        return new Usage(
                queues.countAdmitted(List.of(id)).getOrDefault(id, 0),
                quotas.jobs(id),
                quotas.environments(id),
                quotas.uploads(id));
    }
}
