package codex.jobs.worker.runtime;

import codex.jobs.model.job.Progress;
import codex.jobs.model.job.TaskType;
import java.util.Optional;

/// Where a task says how far it is (specification 3.0, "Logs"): at each tenth of its items, or at
/// each 10,000th as long as nobody knows how many there are. That it has done all says its end.
final class ProgressLine {

    private static final long PARTS = 10;
    private static final long ITEMS = 10_000;

    private ProgressLine() {}

    /// What a task says that has come from `before` to `after`, if that is worth a line.
    static Optional<String> of(
            TaskType type, long before, Progress after, boolean totalIsEstimate) {
        var total = after.total();
        var done = after.processed();
        if (total == null) {
            return done / ITEMS > before / ITEMS
                    ? Optional.of("%s: %s".formatted(type.displayName(), done))
                    : Optional.empty();
        }
        return done < total && PARTS * done / total > PARTS * before / total
                ? Optional.of(
                        "%s: %s of %s%s"
                                .formatted(
                                        type.displayName(),
                                        done,
                                        totalIsEstimate ? "about " : "",
                                        total))
                : Optional.empty();
    }
}
