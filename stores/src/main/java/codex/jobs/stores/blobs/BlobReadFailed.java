package codex.jobs.stores.blobs;

import java.io.IOException;

/// The object store stopped in the middle of an object. Told apart from what is wrong with the
/// object itself.
final class BlobReadFailed extends IOException {

    private static final long serialVersionUID = 1L;

    BlobReadFailed(IOException cause) {
        super(cause);
    }
}
