package codex.jobs.embedded.mongodb;

import java.util.Arrays;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// Ordered keys that lead to documents: an index's entries, or the documents themselves by `_id`.
final class KeyedMap {

    private static final int LENGTH = Short.BYTES;

    private final MVMap<byte[], byte[]> map;
    private final boolean documents;

    private KeyedMap(MVMap<byte[], byte[]> map, boolean documents) {
        this.map = map;
        this.documents = documents;
    }

    static KeyedMap ofDocuments(MVMap<byte[], byte[]> map) {
        return new KeyedMap(map, true);
    }

    static KeyedMap ofEntries(MVMap<byte[], byte[]> map) {
        return new KeyedMap(map, false);
    }

    /// An entry: the fields, then the document's position, then the length of the position, by
    /// which it is found again.
    static byte[] entry(byte[] fields, DocumentKey position) {
        byte[] id = position.bytes();
        if (id.length > 0xFFFF) {
            throw new IllegalArgumentException(
                    "The _id is too long to be indexed: " + id.length + " bytes");
        }
        return new KeyWriter(fields.length + id.length + LENGTH)
                .raw(fields)
                .raw(id)
                .unsignedShort(id.length)
                .toBytes();
    }

    /// The position that a key leads to.
    DocumentKey position(byte[] key) {
        if (documents) {
            return new DocumentKey(key);
        }
        int end = key.length - LENGTH;
        int length = (key[end] & 0xFF) << 8 | (key[end + 1] & 0xFF);
        return new DocumentKey(Arrays.copyOfRange(key, end - length, end));
    }

    boolean holdsDocuments() {
        return documents;
    }

    long size() {
        return map.sizeAsLong();
    }

    /// How many keys are in the range; takes logarithmic time.
    long count(KeyRange range) {
        return Math.max(0, (range.to == null ? size() : rank(range.to)) - rank(range.from));
    }

    byte @Nullable [] value(byte[] key) {
        return map.get(key);
    }

    Cursor<byte[], byte[]> cursor(byte @Nullable [] from, boolean reverse) {
        return map.cursor(from, null, reverse);
    }

    private long rank(byte[] key) {
        if (key.length == 0) {
            return 0;
        }
        long index = map.getKeyIndex(key);
        return index < 0 ? ~index : index;
    }
}
