package codex.jobs.model.job;

import org.jspecify.annotations.Nullable;

/// How far a task is, in items; `total` is null until it is known.
public record Progress(long processed, @Nullable Long total) {

    public static final Progress NONE = new Progress(0, null);

    /// From 0 to 100, or null while the total is unknown.
    public @Nullable Double percent() {
        if (total == null) {
            return null;
        }
        return total == 0 ? 100.0 : Math.min(100.0, 100.0 * processed / total);
    }
}
