package codex.jobs.worker.handlers.assets;

import codex.jobs.stores.chunks.StoredFile;

/// What came of an attempt to get the bytes of an asset.
sealed interface Fetched {

    /// They lie in the object store, or would if this was no dry run.
    record Stored(StoredFile file) implements Fetched {}

    /// The asset cannot be imported.
    ///
    /// @param message for the person who created the job; says nothing of this network
    record Refused(String code, String message) implements Fetched {}

    static Refused failed(String message) {
        return new Refused("DOWNLOAD_FAILED", message);
    }
}
