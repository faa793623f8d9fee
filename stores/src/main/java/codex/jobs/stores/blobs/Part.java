package codex.jobs.stores.blobs;

/// A part that the store has.
///
/// @param number from 1
/// @param etag without quotes
public record Part(int number, String etag, long sizeInBytes) {}
