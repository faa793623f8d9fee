package codex.jobs.api.live;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/// One subscriber to one job, or to all jobs of an organization.
final class JobWatch {

    private final OrganizationId organization;
    private final @Nullable JobId job;
    private final Outbox<JobId, Job> outbox;
    private long told;

    JobWatch(OrganizationId organization, @Nullable JobId job, int buffer) {
        this.organization = organization;
        this.job = job;
        this.outbox = new Outbox<>(buffer);
    }

    /// What it is found by: the job, else the organization.
    Object key() {
        return job == null ? organization : job;
    }

    /// Passes a change on, unless the subscriber knows it or something later.
    synchronized void offer(Job changed) {
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
        if (job != null && changed.status().isTerminal()) {
            outbox.finish();
        }
    }

    Flux<Job> flux() {
        return outbox.flux();
    }

    Outbox<JobId, Job> outbox() {
        return outbox;
    }
}
