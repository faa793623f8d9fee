package codex.jobs.worker.handlers.entries;

import java.util.List;
import java.util.Map;

/// One item of a file as it came.
///
/// @param index its number, counted from 0
/// @param json object → map, array → list, numbers → `Long` or `BigDecimal`
/// @param problems what is wrong with its text; an item with any has no content worth looking at
record Item(long index, Map<String, Object> json, List<Problem> problems) {

    /// One thing that is wrong with an item.
    ///
    /// @param path JSON pointer (RFC 6901) into the item
    record Problem(String code, String message, String path) {}
}
