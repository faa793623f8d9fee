package codex.jobs.model.job;

/// A key chosen by the client, with a digest of the input it came with: the same key with another
/// input is a conflict.
public record IdempotencyKey(String value, String inputDigest) {}
