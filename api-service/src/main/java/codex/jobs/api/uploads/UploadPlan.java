package codex.jobs.api.uploads;

import codex.jobs.stores.blobs.PartPlan;

/// Size → parts: `max(8 MiB, size / 10,000 rounded up to 1 MiB)` (specification 2.6), which keeps
/// to S3's 10,000 parts.
final class UploadPlan {

    private static final long MIB = 1 << 20;

    private UploadPlan() {}

    /// @param size of the file in bytes, at least 1
    /// @param smallest part size in bytes
    static PartPlan of(long size, long smallest) {
        var needed = Math.ceilDiv(size, PartPlan.MAX_PARTS);
        return new PartPlan(size, Math.max(smallest, Math.ceilDiv(needed, MIB) * MIB));
    }
}
