package codex.jobs.worker.handlers.items;

import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that is to be said about one item, found in one go: nobody has to mend a file one
/// complaint at a time.
public final class Findings {

    /// What a finding means for the entry.
    public enum Weight {
        /// The item is not imported.
        FATAL,
        /// Something is left out; the entry is imported, but not published.
        BROKEN,
        /// The entry may stay like this as long as nobody publishes it.
        INCOMPLETE,
        /// Put right, or of no consequence.
        REPAIRED,
        /// Worth knowing.
        NOTE
    }

    private record Finding(Weight weight, String code, String message, String path) {}

    private static final int MOST = 20;
    private static final int LONGEST = 400;

    private final List<Finding> found = new ArrayList<>();
    private int more;
    private boolean fatal;
    private boolean invalid;

    public void add(Weight weight, String code, String message, String path) {
        fatal |= weight == Weight.FATAL;
        invalid |= weight == Weight.BROKEN || weight == Weight.INCOMPLETE;
        if (found.size() < MOST || (weight == Weight.FATAL && more == 0)) {
            found.add(new Finding(weight, code, cut(message), cut(path)));
        } else {
            more++;
        }
    }

    public void fatal(String code, String message, String path) {
        add(Weight.FATAL, code, message, path);
    }

    /// The item cannot be imported at all.
    public boolean isFatal() {
        return fatal;
    }

    /// The entry must not be published.
    public boolean isInvalid() {
        return invalid;
    }

    /// The findings as lines of the log.
    ///
    /// @param wantedPublic whether the entry was to be published, which an incomplete one cannot be
    public List<ChunkLine> lines(
            long item, @Nullable String itemId, @Nullable String externalId, boolean wantedPublic) {
        var lines = new ArrayList<ChunkLine>(found.size());
        var key = externalId == null ? null : cut(externalId);
        for (var finding : found) {
            lines.add(
                    new ChunkLine(
                            type(finding.weight(), wantedPublic),
                            finding.code(),
                            finding.message(),
                            item,
                            itemId,
                            key,
                            finding.path()));
        }
        if (more > 0) {
            var message = more + " more findings are not listed";
            lines.add(
                    new ChunkLine(
                            LogType.WARNING, "MORE_FINDINGS", message, item, itemId, key, ""));
        }
        return lines;
    }

    private static LogType type(Weight weight, boolean wantedPublic) {
        return switch (weight) {
            case FATAL, BROKEN -> LogType.ERROR;
            case INCOMPLETE -> wantedPublic ? LogType.ERROR : LogType.WARNING;
            case REPAIRED -> LogType.WARNING;
            case NOTE -> LogType.INFO;
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
