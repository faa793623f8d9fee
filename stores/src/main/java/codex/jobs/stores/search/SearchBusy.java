package codex.jobs.stores.search;

import java.io.IOException;

/// The search engine has done only a part of what it was asked, as it had too much to do.
final class SearchBusy extends IOException {

    /// Of HTTP, as the engine answers for a request or for a part of one: too many requests.
    static final int STATUS = 429;

    private static final long serialVersionUID = 1;

    SearchBusy() {
        super("The search engine has too much to do");
    }
}
