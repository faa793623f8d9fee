package codex.jobs.api.recurring;

import org.jspecify.annotations.Nullable;

/// How far a preview goes.
final class NextRuns {

    private static final int USUAL = 10;
    private static final int MOST = 100;

    private NextRuns() {}

    static int count(@Nullable Integer asked) {
        return asked == null ? USUAL : Math.clamp(asked, 1, MOST);
    }
}
