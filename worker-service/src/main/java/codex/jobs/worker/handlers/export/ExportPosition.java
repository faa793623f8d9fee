package codex.jobs.worker.handlers.export;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an export stands between two parts of its file.
///
/// @param after id of the last entry that was written
/// @param upload the multipart upload, as soon as there is one
/// @param parts that the upload has
/// @param bytes of the whole file so far
/// @param items in the file so far
/// @param isWhole whether nothing is left to be written
record ExportPosition(
        @Nullable String after,
        @Nullable String upload,
        int parts,
        long bytes,
        long items,
        boolean isWhole) {

    static final ExportPosition START = new ExportPosition(null, null, 0, 0, 0, false);

    static ExportPosition of(Map<String, String> stored) {
        return stored.isEmpty()
                ? START
                : new ExportPosition(
                        stored.get("after"),
                        stored.get("upload"),
                        Integer.parseInt(stored.getOrDefault("parts", "0")),
                        Long.parseLong(stored.getOrDefault("bytes", "0")),
                        Long.parseLong(stored.getOrDefault("items", "0")),
                        stored.containsKey("whole"));
    }

    Map<String, String> stored() {
        var stored = new HashMap<String, String>();
        if (after != null) {
            stored.put("after", after);
        }
        if (upload != null) {
            stored.put("upload", upload);
        }
        stored.put("parts", Integer.toString(parts));
        stored.put("bytes", Long.toString(bytes));
        stored.put("items", Long.toString(items));
        if (isWhole) {
            stored.put("whole", "true");
        }
        return stored;
    }
}
