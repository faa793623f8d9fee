package codex.jobs.stores.search;

import java.util.Optional;
import org.opensearch.client.opensearch._types.OpenSearchException;

/// What a failure of the search engine means.
public final class SearchFailure {

    private static final int REQUEST_TIMEOUT = 408;

    private SearchFailure() {}

    /// Whether the same may succeed later; empty if it is no failure of the search engine.
    public static Optional<Boolean> passes(Throwable failure) {
        if (failure instanceof OpenSearchException e) {
            return Optional.of(
                    e.status() >= 500
                            || e.status() == REQUEST_TIMEOUT
                            || e.status() == SearchBusy.STATUS);
        }
        return failure instanceof SearchAway
                        || failure.getClass().getName().startsWith("org.opensearch.")
                ? Optional.of(true)
                : Optional.empty();
    }
}
