package codex.jobs.api.live;

import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.OrganizationId;
import org.jspecify.annotations.Nullable;

/// One subscriber to one recurring job, or to all of an organization.
final class RecurringJobWatch {

    private final OrganizationId organization;
    private final @Nullable RecurringJobId job;
    private final Outbox<RecurringJobId, RecurringJob> outbox;
    private long told;

    RecurringJobWatch(OrganizationId organization, @Nullable RecurringJobId job, int buffer) {
        this.organization = organization;
        this.job = job;
        this.outbox = new Outbox<>(buffer);
    }

    /// What it is found by: the job, else the organization.
    Object key() {
        return job == null ? organization : job;
    }

    /// Passes a change on, unless the subscriber knows it or something later.
    synchronized void offer(RecurringJob changed) {
        if (!changed.organization().equals(organization)) {
            return;
        }
        if (job != null) {
            if (changed.version() <= told) {
                return;
            }
            told = changed.version();
        }
        outbox.offer(changed.id(), changed);
        if (job != null && changed.deleted()) {
            outbox.finish();
        }
    }

    Outbox<RecurringJobId, RecurringJob> outbox() {
        return outbox;
    }
}
