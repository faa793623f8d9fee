package codex.jobs.worker.handlers.export;

import java.io.ByteArrayOutputStream;

/// The part that is being filled; used again for the next one.
final class PartBuffer extends ByteArrayOutputStream {

    /// A part that is not the last one must have 5 MiB, an upload at most 10,000 parts.
    private static final int FULL = 7 << 20;

    boolean isFull() {
        return count >= FULL;
    }

    /// The buffer itself, of which the first [#size] bytes count.
    byte[] bytes() {
        return buf;
    }
}
