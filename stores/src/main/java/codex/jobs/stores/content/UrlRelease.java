package codex.jobs.stores.content;

/// An entity gives up its address.
public record UrlRelease(String siteId, String url, String entityId) {}
