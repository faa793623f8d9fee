package codex.jobs.model.message;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;

/// Something happened to a job: look it up. News may be lost, doubled, late or out of order; the
/// job document is the truth.
public record JobNews(OrganizationId organization, JobId job, long version, Kind kind) {

    /// The same news, of which the scheduler need not think anything.
    public JobNews forWatchers() {
        return new JobNews(organization, job, version, Kind.PROGRESSED);
    }

    public enum Kind {
        /// The scheduler may have something to decide.
        CHANGED,
        /// Only counts and progress moved: of interest to those who watch.
        PROGRESSED
    }
}
