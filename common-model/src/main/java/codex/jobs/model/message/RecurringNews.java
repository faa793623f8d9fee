package codex.jobs.model.message;

import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.tenant.OrganizationId;

/// Something happened to a recurring job: of interest to those who watch.
public record RecurringNews(OrganizationId organization, RecurringJobId job, long version) {}
