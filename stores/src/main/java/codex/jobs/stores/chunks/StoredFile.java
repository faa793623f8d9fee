package codex.jobs.stores.chunks;

/// The bytes that an item of a chunk names, as they were when the chunk was decided.
///
/// @param item its number in the input
/// @param sha256 in lower-case hex digits
/// @param contentType as found in the bytes
public record StoredFile(long item, String sha256, long sizeInBytes, String contentType) {}
