package codex.jobs.stores.chunks;

import codex.jobs.model.log.LogType;
import org.jspecify.annotations.Nullable;

/// What is to be said about one item of a chunk.
///
/// @param path JSON pointer (RFC 6901) into the item
public record ChunkLine(
        LogType type,
        @Nullable String code,
        String message,
        @Nullable Long itemIndex,
        @Nullable String itemId,
        @Nullable String externalId,
        @Nullable String path) {}
