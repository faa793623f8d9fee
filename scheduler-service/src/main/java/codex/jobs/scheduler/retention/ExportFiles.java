package codex.jobs.scheduler.retention;

import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.files.KeptFile;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Removes files of exports that were finished, and used, long ago, and what is left of those that
/// nobody finishes; not while a job was given the file and needs it. A file goes as that of an
/// upload does, see [UnusedUploads].
@Component
public final class ExportFiles {

    /// After so long nobody is at it any more.
    private static final Duration FORSAKEN_AFTER = Duration.ofMinutes(5);

    /// When it is looked again for one that nobody has finished yet.
    private static final Duration LATER = Duration.ofDays(1);

    private final OrganizationStore organizations;
    private final KeptFileStore files;
    private final JobStore jobs;
    private final BlobStore blobs;
    private final MultipartUploads parts;
    private final RetentionProperties properties;
    private final InstantSource clock;
    private final Counter count;

    ExportFiles(
            OrganizationStore organizations,
            KeptFileStore files,
            JobStore jobs,
            BlobStore blobs,
            MultipartUploads parts,
            RetentionProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.organizations = organizations;
        this.files = files;
        this.jobs = jobs;
        this.blobs = blobs;
        this.parts = parts;
        this.properties = properties;
        this.clock = clock;
        this.count = meters.counter("codex.jobs.scheduler.exports.removed");
    }

    public void remove() {
        var forsaken = clock.instant().minus(FORSAKEN_AFTER);
        files.goingSince(forsaken, properties.batch()).forEach(this::end);
        removeUnfinished();
        organizations.list().stream().map(Organization::id).forEach(this::remove);
    }

    private void removeUnfinished() {
        var now = clock.instant();
        for (var file : files.unfinishedSince(now, properties.batch())) {
            if (isNeeded(file)) {
                files.postpone(file, now.plus(LATER));
            } else {
                remove(file, now.minus(RetentionProperties.SHORTEST_USE));
            }
        }
    }

    private void remove(OrganizationId organization) {
        var before = clock.instant().minus(properties.exports(organization));
        @Nullable KeptFile last = null;
        var isMore = true;
        while (isMore) {
            var batch = files.unusedSince(organization, before, last, properties.batch());
            batch.stream().filter(file -> !isNeeded(file)).forEach(file -> remove(file, before));
            isMore = batch.size() == properties.batch();
            last = batch.isEmpty() ? null : batch.getLast();
        }
    }

    private void remove(KeptFile file, Instant before) {
        if (files.startRemoving(file, before, clock.instant())) {
            end(file);
        }
    }

    private void end(KeptFile file) {
        // A job may have come in between.
        if (isNeeded(file)) {
            files.takeBack(file);
            return;
        }
        var key = new BlobKey(file.organization(), file.key());
        parts.abortAll(key);
        blobs.delete(key);
        files.remove(file);
        count.increment();
    }

    private boolean isNeeded(KeptFile file) {
        return jobs.find(file.organization(), file.job()).filter(ExportFiles::isGoingOn).isPresent()
                || jobs.needFile(file.organization(), file.key());
    }

    private static boolean isGoingOn(Job job) {
        return !job.status().isTerminal();
    }
}
