package codex.jobs.scheduler.retention;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobRetention;
import codex.jobs.model.job.JobType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.RemovedJobs;
import codex.jobs.stores.jobs.RemovedJobs.Removed;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Removes jobs that ended long ago, with their logs, reports and chunks, in batches. First the
/// job, if it is still as it was: one that somebody starts again meanwhile stays, with all that
/// belongs to it. Several schedulers may do this at once.
@Component
public final class FinishedJobs {

    /// An organization with more has to wait for the next look.
    private static final int MOST_BATCHES = 50;

    private static final int NOTES_AT_ONCE = 1_000;

    /// After so long nobody is at it any more.
    private static final Duration FORSAKEN_AFTER = Duration.ofMinutes(5);

    private final OrganizationStore organizations;
    private final JobStore jobs;
    private final RemovedJobs removed;
    private final JobLogStore lines;
    private final ChunkLedger ledger;
    private final BlobStore blobs;
    private final RetentionProperties properties;
    private final StoresProperties stores;
    private final InstantSource clock;
    private final Counter count;

    FinishedJobs(
            OrganizationStore organizations,
            JobStore jobs,
            RemovedJobs removed,
            JobLogStore lines,
            ChunkLedger ledger,
            BlobStore blobs,
            RetentionProperties properties,
            StoresProperties stores,
            InstantSource clock,
            MeterRegistry meters) {
        this.organizations = organizations;
        this.jobs = jobs;
        this.removed = removed;
        this.lines = lines;
        this.ledger = ledger;
        this.blobs = blobs;
        this.properties = properties;
        this.stores = stores;
        this.clock = clock;
        this.count = meters.counter("codex.jobs.scheduler.jobs.removed");
    }

    public void remove() {
        var forsaken = clock.instant().minus(FORSAKEN_AFTER);
        removed.enteredBefore(forsaken, properties.batch()).forEach(this::clear);
        organizations.list().stream().map(Organization::id).forEach(this::remove);
    }

    private void remove(OrganizationId organization) {
        var kept =
                new JobRetention.Times(
                        properties.finishedJobs(organization),
                        properties.exports(organization),
                        stores.trash().of(organization),
                        stores.replaced().of(organization),
                        stores.deleted().of(organization));
        for (var type : JobType.values()) {
            var before = clock.instant().minus(JobRetention.keep(type, kept));
            for (var batch = 0; batch < MOST_BATCHES; batch++) {
                var old = jobs.settledBefore(organization, type, before, properties.batch());
                old.forEach(this::remove);
                if (old.size() < properties.batch()) {
                    break;
                }
            }
        }
    }

    private void remove(Job job) {
        var entered = removed.enter(job, clock.instant());
        if (jobs.remove(job)) {
            clear(entered);
            count.increment();
        } else {
            removed.forget(entered);
        }
    }

    private void clear(Removed job) {
        if (jobs.find(job.organization(), job.id()).isEmpty()) {
            lines.removeAll(job.organization(), job.id());
            var isMore = true;
            while (isMore) {
                isMore = ledger.removeSome(job.id(), NOTES_AT_ONCE);
            }
            if (job.report() != null) {
                blobs.delete(new BlobKey(job.organization(), job.report()));
            }
        }
        removed.forget(job);
    }
}
