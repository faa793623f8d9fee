package codex.jobs.model.job;

import java.util.HashMap;
import java.util.Map;

/// Where another attempt continues: the number of chunks done, and what the handler needs to find
/// its place again (at most a few short strings).
public record Checkpoint(long chunksDone, Map<String, String> position) {

    /// A position with this entry asks the task to do its failed items again; the value is the
    /// job's attempt.
    public static final String FAILED_ITEMS = "failedItems";

    public static final Checkpoint START = new Checkpoint(0, Map.of());

    public Checkpoint {
        position = Map.copyOf(position);
    }

    /// The beginning, but with chunks counted on: the number of a chunk, also of one that was begun
    /// and not finished, is never used twice, and neither are the ids of its log lines.
    Checkpoint fromStart() {
        return new Checkpoint(chunksDone + 1, Map.of());
    }

    Checkpoint withFailedItems(int attempt) {
        var again = new HashMap<>(position);
        again.put(FAILED_ITEMS, Integer.toString(attempt));
        return new Checkpoint(chunksDone, again);
    }
}
