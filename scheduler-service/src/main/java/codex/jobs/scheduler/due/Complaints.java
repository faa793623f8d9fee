package codex.jobs.scheduler.due;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/// What was complained about already: what stays broken is looked at again and again, and must not
/// fill the log each time. Of too many, those not met for longest are forgotten. Thread-safe.
public final class Complaints {

    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final LinkedHashMap<String, Said> said = new LinkedHashMap<>();

    private record Said(String cause, Instant at) {}

    /// Whether that was not said yet, or a while ago; then it counts as said.
    ///
    /// @param subject what is broken
    public synchronized boolean isNew(String subject, String cause, Instant now) {
        var before = said.remove(subject);
        if (before != null
                && before.cause().equals(cause)
                && now.isBefore(before.at().plus(AGAIN_AFTER))) {
            said.put(subject, before);
            return false;
        }
        said.put(subject, new Said(cause, now));
        if (said.size() > MOST) {
            said.pollFirstEntry();
        }
        return true;
    }
}
