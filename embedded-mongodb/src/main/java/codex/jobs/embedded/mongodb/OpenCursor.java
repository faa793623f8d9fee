package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;

/// A result that a client reads in batches. Between two batches it holds no state of the maps.
final class OpenCursor extends AbstractCursor {

    private final Iterator<Document> documents;
    private final ToIntFunction<Document> size;
    private final Runnable pause;
    private volatile Instant lastUse = Instant.now();

    OpenCursor(
            long id, Iterator<Document> documents, ToIntFunction<Document> size, Runnable pause) {
        super(id);
        this.documents = documents;
        this.size = size;
        this.pause = pause;
    }

    static OpenCursor over(long id, Results results) {
        return new OpenCursor(
                id,
                results,
                document ->
                        results.lastSizeInBytes() > 0
                                ? results.lastSizeInBytes()
                                : BsonBytes.of(document).length,
                results::pause);
    }

    @Override
    public synchronized boolean isEmpty() {
        return !documents.hasNext();
    }

    @Override
    public synchronized List<Document> takeDocuments(int most) {
        lastUse = Instant.now();
        List<Document> batch = Batch.of(documents, most, size);
        if (documents.hasNext()) {
            pause.run();
        }
        return batch;
    }

    boolean isUnusedSince(Instant moment) {
        return lastUse.isBefore(moment);
    }
}
