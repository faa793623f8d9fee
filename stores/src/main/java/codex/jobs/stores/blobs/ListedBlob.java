package codex.jobs.stores.blobs;

import java.time.Instant;

/// What a list says of an object.
public record ListedBlob(BlobKey key, long sizeInBytes, Instant lastModified) {}
