package codex.jobs.worker.handlers.items;

import java.util.Map;

/// One time through the file of an import: the first, or another one for the items that failed in
/// the one before.
///
/// @param failedFrom first chunk of the pass before
/// @param fromChunk first chunk of this pass, which takes back what failed
/// @param redoBefore items with a lower number are done only if they failed
public record ImportPass(long failedFrom, long fromChunk, long redoBefore) {

    public static final ImportPass FIRST = new ImportPass(0, 0, 0);

    public static ImportPass of(Map<String, String> position) {
        return new ImportPass(
                number(position, "failedFrom"),
                number(position, "passFrom"),
                number(position, "redoBefore"));
    }

    private static long number(Map<String, String> position, String name) {
        return Long.parseLong(position.getOrDefault(name, "0"));
    }

    public void putInto(Map<String, String> position) {
        if (!isFirst()) {
            position.put("failedFrom", Long.toString(failedFrom));
            position.put("passFrom", Long.toString(fromChunk));
            position.put("redoBefore", Long.toString(redoBefore));
        }
    }

    public boolean isFirst() {
        return equals(FIRST);
    }

    /// The pass that begins with a chunk, after this one has come to an item.
    public ImportPass next(long chunk, long item) {
        return new ImportPass(fromChunk, chunk, item);
    }
}
