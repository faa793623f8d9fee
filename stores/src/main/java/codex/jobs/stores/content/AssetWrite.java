package codex.jobs.stores.content;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to become of an asset.
///
/// @param asset as it is to be
/// @param before as it was read; null for a new one
public record AssetWrite(Map<String, Object> asset, @Nullable Map<String, Object> before) {}
