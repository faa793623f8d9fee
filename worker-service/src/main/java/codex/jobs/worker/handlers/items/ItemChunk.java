package codex.jobs.worker.handlers.items;

import codex.jobs.worker.runtime.TaskContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Items of a file that are imported together.
///
/// @param end where the next chunk begins
/// @param isLast whether the file ends here
/// @param problem why it cannot be read any further, if it should go on
public record ItemChunk(
        List<ReadItem> items, FilePlace end, boolean isLast, @Nullable UnreadableFile problem) {

    /// Tells how many items the file has: an estimate by bytes until it is read to its end.
    public void tellTotal(TaskContext task, long sizeInBytes) {
        if (isLast) {
            task.total(end.item());
        } else if (end.offset() > 0) {
            var ratio = (double) sizeInBytes / end.offset();
            task.estimatedTotal(Math.max(end.item(), Math.round(end.item() * ratio)));
        }
    }
}
