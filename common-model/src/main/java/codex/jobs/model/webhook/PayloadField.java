package codex.jobs.model.webhook;

/// A field of a payload that its receiver has chosen (specification 1.12, "Custom payload").
///
/// @param key its name in what is sent
/// @param pointer where its value lies in what would be sent otherwise, as a JSON pointer (RFC
///   6901), for example `/object/id`; null is sent where there is nothing
public record PayloadField(String key, String pointer) {}
