package codex.jobs.stores.files;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An object that a job writes, and that is removed some day.
///
/// @param id the whole key in the bucket
/// @param key inside the organization's prefix
/// @param dropAt until when its end is awaited; null once it is whole
/// @param wholeSince null while it is being made
public record KeptFile(
        String id,
        OrganizationId organization,
        JobId job,
        String key,
        @Nullable Instant dropAt,
        @Nullable Instant wholeSince) {}
