package codex.jobs.stores.files;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;

/// An object that a job writes, and that is deleted some day.
///
/// @param id the whole key in the bucket
/// @param key inside the organization's prefix
/// @param dropAt when it is deleted with all that was left of its making
public record KeptFile(
        String id, OrganizationId organization, JobId job, String key, Instant dropAt) {}
