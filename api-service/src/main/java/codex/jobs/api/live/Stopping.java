package codex.jobs.api.live;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;

/// What subscribers are told when this instance goes.
final class Stopping {

    private Stopping() {}

    static Rejected rejection() {
        return new Rejected(
                ErrorCode.SERVER_STOPPING, "", "This server is stopping. Please subscribe again.");
    }
}
