package codex.jobs.stores.blobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of an object without reading it.
///
/// @param etag without quotes
public record BlobInfo(
        long sizeInBytes, String etag, @Nullable String contentType, Instant lastModified) {}
