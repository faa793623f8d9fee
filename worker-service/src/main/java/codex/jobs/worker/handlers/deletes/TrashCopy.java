package codex.jobs.worker.handlers.deletes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the trash keeps of one thing (`docs/content-model.md`, "trash").
///
/// @param document the thing as it was
/// @param urls its addresses
record TrashCopy(String id, Map<String, Object> document, List<Map<String, Object>> urls) {

    @SuppressWarnings("unchecked") // documents have text keys
    static TrashCopy of(Map<String, Object> kept) {
        var urls = new ArrayList<Map<String, Object>>();
        if (kept.get("urls") instanceof List<?> list) {
            list.forEach(url -> urls.add((Map<String, Object>) url));
        }
        return new TrashCopy(
                String.valueOf(kept.get("id")),
                kept.get("document") instanceof Map<?, ?> map
                        ? (Map<String, Object>) map
                        : Map.of(),
                urls);
    }

    StoredEntry entry() {
        return new StoredEntry(document);
    }
}
