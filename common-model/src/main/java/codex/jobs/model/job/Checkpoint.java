package codex.jobs.model.job;

import java.util.Map;

/// Where another attempt continues: the number of chunks done, and what the handler needs to find
/// its place again (at most a few short strings).
public record Checkpoint(long chunksDone, Map<String, String> position) {

    public static final Checkpoint START = new Checkpoint(0, Map.of());

    public Checkpoint {
        position = Map.copyOf(position);
    }
}
