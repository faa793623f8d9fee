package codex.jobs.stores.uploads;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file on its way in.
///
/// @param id the object store's own id of the multipart upload
/// @param key where the file will be, inside the organization's prefix
/// @param size of the whole file in bytes
/// @param partSize of every part but the last, in bytes
/// @param sha256 lower-case hex digest the client has announced
/// @param expiresAt when the parts' addresses end
/// @param endedAt when it was completed or aborted
public record Upload(
        String id,
        OrganizationId organization,
        String key,
        String name,
        long size,
        long partSize,
        @Nullable String contentType,
        @Nullable String sha256,
        Status status,
        Actor createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    public enum Status {
        OPEN,
        COMPLETED,
        ABORTED
    }
}
