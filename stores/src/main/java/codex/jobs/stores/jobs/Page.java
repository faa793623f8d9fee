package codex.jobs.stores.jobs;

import java.util.List;
import java.util.function.LongSupplier;

/// A part of a result, and how many there are in all.
///
/// @param total never more than an `int` can tell
public record Page<T>(List<T> items, int offset, int limit, int total) {

    public Page {
        items = List.copyOf(items);
    }

    /// How many there are in all. They are counted only where the page itself does not tell: a page
    /// that is not full is the last one.
    public static int total(int found, int offset, int limit, LongSupplier count) {
        var isLast = found < limit && (found > 0 || offset == 0);
        return Math.clamp(isLast ? (long) offset + found : count.getAsLong(), 0, Integer.MAX_VALUE);
    }
}
