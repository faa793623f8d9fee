package codex.jobs.embedded.mongodb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The keys from `from` (inclusive) to `to` (exclusive; null: to the end) in unsigned order. All of
/// them start with the first `prefixLength` bytes of `from`.
final class KeyRange {

    final byte[] from;
    final byte @Nullable [] to;
    final int prefixLength;

    KeyRange(byte[] from, byte @Nullable [] to, int prefixLength) {
        this.from = from;
        this.to = to;
        this.prefixLength = prefixLength;
    }

    static KeyRange all() {
        return new KeyRange(new byte[0], null, 0);
    }

    static KeyRange startingWith(byte[] prefix) {
        return new KeyRange(prefix, after(prefix), prefix.length);
    }

    boolean isAfterStart(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0;
    }

    boolean isBeforeEnd(byte[] key) {
        return to == null || Arrays.compareUnsigned(key, to) < 0;
    }

    /// The first key after all keys that start with the prefix; null if there is none.
    static byte @Nullable [] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }
}
