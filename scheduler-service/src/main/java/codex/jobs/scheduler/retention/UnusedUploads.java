package codex.jobs.scheduler.retention;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.UploadStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Removes uploads that ended, and were used, long ago, if no job needs their file: first they are
/// taken out of use, then the jobs are looked at once more, then the file goes, last what is known
/// of it. Whoever creates a job notes the use of the file before he looks for it, and that keeps
/// the upload for an hour at least. So a file that was found is there for the job. Several
/// schedulers may do this at once; what one of them has left half done another one ends.
@Component
public final class UnusedUploads {

    /// After so long nobody is at it any more.
    private static final Duration FORSAKEN_AFTER = Duration.ofMinutes(5);

    private final OrganizationStore organizations;
    private final UploadStore uploads;
    private final JobStore jobs;
    private final BlobStore blobs;
    private final MultipartUploads parts;
    private final RetentionProperties properties;
    private final InstantSource clock;
    private final Counter count;

    UnusedUploads(
            OrganizationStore organizations,
            UploadStore uploads,
            JobStore jobs,
            BlobStore blobs,
            MultipartUploads parts,
            RetentionProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.organizations = organizations;
        this.uploads = uploads;
        this.jobs = jobs;
        this.blobs = blobs;
        this.parts = parts;
        this.properties = properties;
        this.clock = clock;
        this.count = meters.counter("codex.jobs.scheduler.uploads.removed");
    }

    public void remove() {
        var forsaken = clock.instant().minus(FORSAKEN_AFTER);
        uploads.goingSince(forsaken, properties.batch()).forEach(this::end);
        organizations.list().stream().map(Organization::id).forEach(this::remove);
    }

    private void remove(OrganizationId organization) {
        var before = clock.instant().minus(properties.uploads(organization));
        @Nullable Upload last = null;
        var isMore = true;
        while (isMore) {
            var batch = uploads.unusedSince(organization, before, last, properties.batch());
            batch.forEach(upload -> remove(upload, before));
            isMore = batch.size() == properties.batch();
            last = batch.isEmpty() ? null : batch.getLast();
        }
    }

    private void remove(Upload upload, Instant before) {
        if (!isNeeded(upload) && uploads.startRemoving(upload, before, clock.instant())) {
            end(upload);
        }
    }

    private void end(Upload upload) {
        // A job may have come in between.
        if (isNeeded(upload)) {
            uploads.takeBack(upload);
            return;
        }
        var key = new BlobKey(upload.organization(), upload.key());
        parts.abort(key, upload.id());
        blobs.delete(key);
        uploads.remove(upload);
        count.increment();
    }

    private boolean isNeeded(Upload upload) {
        return jobs.needFile(upload.organization(), upload.key());
    }
}
