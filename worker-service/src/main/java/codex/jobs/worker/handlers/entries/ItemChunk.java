package codex.jobs.worker.handlers.entries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Items of a file that are imported together.
///
/// @param end where the next chunk begins
/// @param isLast whether the file ends here
/// @param problem why it cannot be read any further, if it should go on
record ItemChunk(
        List<ReadItem> items, FilePlace end, boolean isLast, @Nullable UnreadableFile problem) {}
