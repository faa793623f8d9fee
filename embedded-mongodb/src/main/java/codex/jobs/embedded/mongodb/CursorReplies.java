package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers with a first or next batch, and keeps the cursor while there is more.
final class CursorReplies {

    private static final long FINISHED = 0;

    /// As long as MongoDB waits for a client that does not come back.
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);

    private final CursorRegistry cursors;
    private final Map<Long, OpenCursor> open = new ConcurrentHashMap<>();

    CursorReplies(CursorRegistry cursors) {
        this.cursors = cursors;
    }

    long newId() {
        return cursors.generateCursorId();
    }

    /// @param single whether the client wants no more than this batch
    Document first(String namespace, OpenCursor cursor, int batchSize, boolean single) {
        List<Document> batch = cursor.takeDocuments(batchSize);
        boolean more = !single && !cursor.isEmpty();
        if (more) {
            cursors.add(cursor);
            open.put(cursor.getId(), cursor);
        }
        return reply(namespace, "firstBatch", batch, more ? cursor.getId() : FINISHED);
    }

    Document next(String namespace, long id, int batchSize) {
        var cursor = cursors.getCursor(id);
        List<Document> batch = cursor.takeDocuments(batchSize == 0 ? Integer.MAX_VALUE : batchSize);
        boolean more = !cursor.isEmpty();
        if (!more) {
            cursors.remove(cursor);
            open.remove(id);
        }
        return reply(namespace, "nextBatch", batch, more ? id : FINISHED);
    }

    /// Forgets the cursors whose clients have not come back.
    void expire(Instant now) {
        open.entrySet().removeIf(entry -> isForgotten(entry.getKey(), entry.getValue(), now));
    }

    private boolean isForgotten(long id, OpenCursor cursor, Instant now) {
        boolean forgotten = cursor.isUnusedSince(now.minus(LONGEST_IDLE));
        if (forgotten) {
            cursors.remove(id);
        }
        return forgotten;
    }

    static Document empty(String namespace) {
        return reply(namespace, "firstBatch", List.of(), FINISHED);
    }

    private static Document reply(String namespace, String name, List<Document> batch, long id) {
        Document cursor = new Document("id", id).append("ns", namespace).append(name, batch);
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
