package codex.jobs.scheduler;

import codex.jobs.model.job.Job;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A file of an upload or an export, of which somebody can be told that it is older than it is.
interface AgingFile {

    String key();

    /// Which writes it; null if it was uploaded.
    @Nullable Job export();

    /// How long it is kept.
    Duration keep();

    /// The export ends, if it is one.
    void finish();

    boolean use();

    /// Begins to remove it, as far as it may go, and dies.
    ///
    /// @param deleted whether the file is gone by then
    void startRemoving(boolean deleted);

    /// All that is known of it happened that much earlier.
    void age(Duration time);

    /// Whether the file can be read, or, while it is being written, what was written.
    boolean isThere();

    boolean isKnown();
}
