package codex.jobs.stores.news;

import org.jspecify.annotations.Nullable;

/// A message that is not what its topic carries. It will never be, so it must not be tried again.
public final class Undecodable extends Exception {

    private static final long serialVersionUID = 1L;

    Undecodable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
