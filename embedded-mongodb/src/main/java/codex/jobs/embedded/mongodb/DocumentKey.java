package codex.jobs.embedded.mongodb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a document lies: its `_id` as an ordered key.
final class DocumentKey {

    private final byte[] bytes;

    DocumentKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static DocumentKey of(@Nullable Object id) {
        return new DocumentKey(new KeyWriter().value(id).toBytes());
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DocumentKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "DocumentKey[" + bytes.length + " bytes]";
    }
}
