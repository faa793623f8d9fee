package codex.jobs.scheduler.retention;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobRetention;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.AssetReferences;
import codex.jobs.stores.jobs.JobStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Who needs the bytes that lie under their hashes: assets, and jobs that have fetched them and may
/// still write the assets, or read them as their file.
@Component
final class BlobUses {

    private final AssetReferences assets;
    private final ChunkLedger ledger;
    private final JobStore jobs;

    BlobUses(AssetReferences assets, ChunkLedger ledger, JobStore jobs) {
        this.assets = assets;
        this.ledger = ledger;
        this.jobs = jobs;
    }

    /// Those of the hashes whose bytes are needed. What moves to where this has looked already may
    /// be overlooked, but not twice in a row.
    Set<String> among(OrganizationId organization, Collection<String> hashes) {
        var used = assets.among(organization, hashes);
        var left = new HashSet<>(hashes);
        left.removeAll(used);
        if (!left.isEmpty()) {
            ledger.jobsWithFiles(organization, left)
                    .forEach((hash, ids) -> {
                        if (mayWork(ids)) {
                            used.add(hash);
                        }
                    });
        }
        for (var hash : left) {
            if (jobs.needFile(organization, BlobKey.HASHED + hash)) {
                used.add(hash);
            }
        }
        return used;
    }

    private boolean mayWork(Set<JobId> ids) {
        return jobs.findAll(ids).stream().anyMatch(JobRetention::mayWork);
    }
}
