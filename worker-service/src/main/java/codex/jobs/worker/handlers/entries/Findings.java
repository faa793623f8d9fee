package codex.jobs.worker.handlers.entries;

import codex.jobs.model.log.LogType;
import java.util.ArrayList;
import java.util.List;

/// Everything that is wrong with one item, all of it.
final class Findings {

    /// One thing worth saying.
    record Finding(LogType type, String code, String message, String path) {}

    private final List<Finding> all = new ArrayList<>();
    private boolean refused;
    private boolean draftOnly;

    /// The item cannot become an entry.
    void refuse(String code, String message, String path) {
        refused = true;
        all.add(new Finding(LogType.ERROR, code, message, path));
    }

    /// The item can become a draft at most (specification 3.2, `system.status`).
    void draftOnly(String code, String message, String path) {
        draftOnly = true;
        all.add(new Finding(LogType.ERROR, code, message, path));
    }

    /// Something was mended.
    void warn(String code, String message, String path) {
        all.add(new Finding(LogType.WARNING, code, message, path));
    }

    boolean areFatal() {
        return refused;
    }

    boolean forbidPublishing() {
        return draftOnly;
    }

    List<Finding> all() {
        return all;
    }
}
