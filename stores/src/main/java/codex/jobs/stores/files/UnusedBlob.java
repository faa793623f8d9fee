package codex.jobs.stores.files;

import codex.jobs.stores.blobs.BlobKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An object to which nothing referred when it was looked at.
///
/// @param since when that was noted
/// @param goingSince when somebody began to remove it
public record UnusedBlob(BlobKey key, Instant since, @Nullable Instant goingSince) {}
