package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;

/// The documents of one reply: no more than asked for, and no more than a reply can hold.
final class Batch {

    /// How many documents the first reply to a find has if the client does not say.
    static final int FIRST = 101;

    /// A reply ends with the document that passes this size; with that one of 16 MiB at most it
    /// stays below the 48 MB that a message may have.
    private static final int ENOUGH_BYTES = 16 * 1024 * 1024;

    private Batch() {}

    static List<Document> of(Iterator<Document> documents, int most, ToIntFunction<Document> size) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < most && bytes < ENOUGH_BYTES && documents.hasNext()) {
            Document document = documents.next();
            batch.add(document);
            bytes += size.applyAsInt(document);
        }
        return batch;
    }
}
