package codex.jobs.embedded.mongodb;

import java.util.List;

/// How a query is answered.
///
/// @param index the index to go through
/// @param ranges the parts of it to read, disjoint and in ascending order
/// @param reverse whether to read backwards
/// @param merged whether the ranges are read together, always the next in order after their
///   prefixes
/// @param sorted whether that gives the demanded order
/// @param exact whether every key in the ranges leads to a document that matches, a different one
///   each
record Plan(
        OrderedIndex index,
        List<KeyRange> ranges,
        boolean reverse,
        boolean merged,
        boolean sorted,
        boolean exact) {

    /// How many keys the ranges hold now.
    long keys() {
        long keys = 0;
        for (KeyRange range : ranges) {
            keys += index.entries().count(range);
        }
        return keys;
    }

    KeyScan scan() {
        return new KeyScan(index.entries(), ranges, reverse, merged);
    }
}
