package codex.jobs.scheduler.retention;

import codex.jobs.model.job.DraftEnvironment;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobRetention;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import org.springframework.stereotype.Component;

/// Drops the drafts of dry runs that ended without a worker, which would have dropped them. Who
/// still writes because he has not heard of it leaves a draft for the next look.
@Component
public final class DeadDrafts {

    private final OrganizationStore organizations;
    private final EnvironmentStore environments;
    private final ContentCopies content;
    private final JobStore jobs;

    DeadDrafts(
            OrganizationStore organizations,
            EnvironmentStore environments,
            ContentCopies content,
            JobStore jobs) {
        this.organizations = organizations;
        this.environments = environments;
        this.content = content;
        this.jobs = jobs;
    }

    public void drop() {
        organizations.list().stream().map(Organization::id).forEach(this::drop);
    }

    private void drop(OrganizationId organization) {
        for (var environment : content.environments(organization)) {
            if (isDead(organization, environment)) {
                content.drop(organization, environment);
            }
        }
    }

    private boolean isDead(OrganizationId organization, EnvironmentId environment) {
        return DraftEnvironment.job(environment)
                        .filter(job -> isOver(organization, job))
                        .isPresent()
                && environments.find(organization, environment).isEmpty();
    }

    private boolean isOver(OrganizationId organization, JobId id) {
        return jobs.find(organization, id).map(DeadDrafts::isOver).orElse(true);
    }

    private static boolean isOver(Job job) {
        return job.settled() && !JobRetention.mayWork(job);
    }
}
