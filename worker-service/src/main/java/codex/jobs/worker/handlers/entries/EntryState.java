package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.EntryStatus;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry while a chunk works on it: as it is stored, and as the items so far make it.
final class EntryState {

    private final String id;
    private final @Nullable Map<String, Object> stored;
    private @Nullable Map<String, Object> entry;
    private boolean changed;

    EntryState(String id, @Nullable Map<String, Object> stored) {
        this.id = id;
        this.stored = stored;
        this.entry = stored;
    }

    String id() {
        return id;
    }

    @Nullable Map<String, Object> stored() {
        return stored;
    }

    /// As of now, also if it is deleted.
    @Nullable Map<String, Object> entry() {
        return entry;
    }

    void become(Map<String, Object> next) {
        entry = next;
        changed = true;
    }

    /// By an item of this chunk.
    boolean isChanged() {
        return changed;
    }

    /// Whether there is an entry that is not deleted.
    boolean exists() {
        return entry != null && !isDeleted(entry);
    }

    /// Whether an earlier item of the same job made it what it is.
    boolean isFrom(String job) {
        return changed || (stored != null && job.equals(stamp(stored).get("job")));
    }

    /// Whether this chunk, or a later one, has already written it.
    boolean isDone(String job, long chunk) {
        return stored != null
                && job.equals(stamp(stored).get("job"))
                && stamp(stored).get("chunk") instanceof Number written
                && written.longValue() >= chunk;
    }

    Optional<String> storedVersion() {
        return Optional.ofNullable(stored)
                .map(entry -> system(entry).get("versionId"))
                .map(Object::toString);
    }

    static boolean isDeleted(Map<String, Object> entry) {
        return system(entry).get("status") instanceof Number status
                && status.intValue() == EntryStatus.DELETED.number();
    }

    static Map<String, Object> system(Map<String, Object> entry) {
        return object(entry, "system");
    }

    static Map<String, Object> content(Map<String, Object> entry) {
        return object(entry, "content");
    }

    static Map<String, Object> stamp(Map<String, Object> entry) {
        return object(entry, "import");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> entry, String key) {
        return entry.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
