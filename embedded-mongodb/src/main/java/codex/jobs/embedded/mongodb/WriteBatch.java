package codex.jobs.embedded.mongodb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes of maps that happen together. Each says what is there afterwards, so that doing a batch
/// again does no harm: the journal rests on it.
final class WriteBatch {

    /// One change: a new value for a key, a key removed (no value) or a map dropped (no key).
    static final class Change {
        final int map;
        final byte @Nullable [] key;
        final byte @Nullable [] value;

        private Change(int map, byte @Nullable [] key, byte @Nullable [] value) {
            this.map = map;
            this.key = key;
            this.value = value;
        }
    }

    private static final int HEADER = 3 * Integer.BYTES;
    private static final int ABSENT = -1;

    private final List<Change> changes = new ArrayList<>();
    private int sizeInBytes;

    WriteBatch put(int map, byte[] key, byte[] value) {
        return add(new Change(map, key, value));
    }

    WriteBatch remove(int map, byte[] key) {
        return add(new Change(map, key, null));
    }

    WriteBatch drop(int map) {
        return add(new Change(map, null, null));
    }

    List<Change> changes() {
        return changes;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /// How many bytes [#writeTo] writes.
    int sizeInBytes() {
        return sizeInBytes;
    }

    void writeTo(ByteBuffer out) {
        for (Change change : changes) {
            out.putInt(change.map);
            write(change.key, out);
            write(change.value, out);
        }
    }

    static WriteBatch readFrom(ByteBuffer in) {
        WriteBatch batch = new WriteBatch();
        while (in.hasRemaining()) {
            int map = in.getInt();
            byte[] key = read(in);
            batch.add(new Change(map, key, read(in)));
        }
        return batch;
    }

    private WriteBatch add(Change change) {
        changes.add(change);
        sizeInBytes += HEADER + length(change.key) + length(change.value);
        return this;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void write(byte @Nullable [] bytes, ByteBuffer out) {
        if (bytes == null) {
            out.putInt(ABSENT);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    private static byte @Nullable [] read(ByteBuffer in) {
        int length = in.getInt();
        if (length == ABSENT) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
