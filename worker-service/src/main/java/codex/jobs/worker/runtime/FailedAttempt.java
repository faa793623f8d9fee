package codex.jobs.worker.runtime;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How operators are told that an attempt has failed. A store that is away says itself what is
/// wrong, and it does so for every attempt of every task until it is back: one line each. What
/// nobody expects needs its stack trace.
final class FailedAttempt {

    private static final Logger log = LoggerFactory.getLogger(FailedAttempt.class);

    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]*@");

    private FailedAttempt() {}

    /// @param attempt which one, as fields of a log line
    static void tell(String attempt, FailureCause cause, Throwable failure) {
        if (isStoreAway(cause)) {
            log.warn(
                    "The attempt failed, a store is away: {} code={} cause={}",
                    attempt,
                    cause,
                    inOneLine(failure));
            log.debug("The failure of {}", attempt, failure);
        } else {
            log.error("The attempt failed: {} code={}", attempt, cause, failure);
        }
    }

    private static boolean isStoreAway(FailureCause cause) {
        return switch (cause) {
            case DATABASE_UNAVAILABLE, OBJECT_STORE_UNAVAILABLE, SEARCH_UNAVAILABLE -> true;
            case DATABASE_REFUSED,
                    OBJECT_STORE_REFUSED,
                    SEARCH_REFUSED,
                    OUT_OF_MEMORY,
                    INTERNAL_ERROR ->
                    false;
        };
    }

    /// Addresses of stores may hold their password.
    private static String inOneLine(Throwable failure) {
        var first = failure.toString().lines().findFirst().orElseThrow();
        return CREDENTIALS.matcher(first).replaceAll("");
    }
}
