package codex.jobs.stores.search;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The search engine could not be asked, did not answer, or has too much to do.
final class SearchAway extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    SearchAway(IOException cause) {
        super(cause);
    }
}
