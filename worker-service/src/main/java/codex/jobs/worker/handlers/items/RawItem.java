package codex.jobs.worker.handlers.items;

import org.jspecify.annotations.Nullable;

/// The bytes of one item of a file.
///
/// @param start its first byte in the file, counted from 0
/// @param end the byte after its last one
/// @param json its text, or null if it is longer than an item may be
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawItem(long start, long end, byte @Nullable [] json) {

    long sizeInBytes() {
        return end - start;
    }
}
