package codex.jobs.embedded.mongodb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/// Reads the keys of some ranges, one range after the other or merged in the order of what follows
/// their prefixes. After [#pause] it goes on behind the last key, in the state that the map has
/// then. Not thread-safe.
final class KeyScan {

    private final Queue<Reader> readers;
    private byte @Nullable [] value;

    KeyScan(KeyedMap map, List<KeyRange> ranges, boolean reverse, boolean merged) {
        List<KeyRange> ordered = reverse ? ranges.reversed() : ranges;
        List<Reader> all = ordered.stream().map(range -> new Reader(map, range, reverse)).toList();
        if (merged) {
            readers =
                    new PriorityQueue<>(
                            all.size(), reverse ? Reader::compareBackward : Reader::compareForward);
            all.stream().filter(reader -> reader.peek() != null).forEach(readers::add);
        } else {
            readers = new ArrayDeque<>(all);
        }
    }

    boolean hasNext() {
        Reader reader = readers.peek();
        while (reader != null && reader.peek() == null) {
            readers.remove();
            reader = readers.peek();
        }
        return reader != null;
    }

    byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Reader reader = readers.element();
        byte[] key = reader.take();
        value = reader.value;
        if (readers instanceof PriorityQueue<Reader>) {
            readers.remove();
            if (reader.peek() != null) {
                readers.add(reader);
            }
        }
        return key;
    }

    /// The value of the last key; null if the key has gone during a pause.
    byte @Nullable [] value() {
        return value;
    }

    /// Lets go of the state of the map. The next key of each range is kept, so that a merge stays
    /// in order.
    void pause() {
        readers.forEach(Reader::pause);
    }

    private static final class Reader {

        private final KeyedMap map;
        private final KeyRange range;
        private final boolean reverse;
        private @Nullable Cursor<byte[], byte[]> cursor;
        private byte @Nullable [] taken;
        private byte @Nullable [] upcoming;
        private byte @Nullable [] value;
        private boolean exhausted;

        Reader(KeyedMap map, KeyRange range, boolean reverse) {
            this.map = map;
            this.range = range;
            this.reverse = reverse;
        }

        byte @Nullable [] peek() {
            if (upcoming == null && !exhausted) {
                upcoming = advance();
                exhausted = upcoming == null;
            }
            return upcoming;
        }

        byte[] take() {
            byte[] key = peek();
            if (key == null) {
                throw new NoSuchElementException();
            }
            value = cursor != null ? cursor.getValue() : map.value(key);
            taken = key;
            upcoming = null;
            return key;
        }

        void pause() {
            cursor = null;
        }

        private byte @Nullable [] advance() {
            if (cursor == null) {
                cursor =
                        map.cursor(
                                taken != null ? taken : reverse ? range.to : range.from, reverse);
            }
            while (cursor.hasNext()) {
                byte[] key = cursor.next();
                if ((taken != null && Arrays.equals(key, taken))
                        || (reverse && !range.isBeforeEnd(key))) {
                    continue;
                }
                return (reverse ? range.isAfterStart(key) : range.isBeforeEnd(key)) ? key : null;
            }
            return null;
        }

        private static int compareForward(Reader a, Reader b) {
            byte[] left = a.peek();
            byte[] right = b.peek();
            if (left == null || right == null) {
                return Boolean.compare(left == null, right == null);
            }
            return Arrays.compareUnsigned(
                    left,
                    a.range.prefixLength,
                    left.length,
                    right,
                    b.range.prefixLength,
                    right.length);
        }

        private static int compareBackward(Reader a, Reader b) {
            return compareForward(b, a);
        }
    }
}
