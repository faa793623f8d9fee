package codex.jobs.benchmarks;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bson.RawBsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/// The baseline of an export: what the drivers alone take to read the same documents with one
/// cursor, in the same order, write each as JSON as it is stored, and send that to the same object
/// store in parts of the same size, from one thread.
final class RawExport {

    private static final int BATCH = 500;
    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private RawExport() {}

    /// How many documents were written, and how long that took.
    record Result(long documents, Duration lasted) {}

    static Result of(MongoCollection<RawBsonDocument> source, BlobStore blobs, BlobKey key)
            throws IOException {
        var begun = System.nanoTime();
        var documents = 0L;
        try (var out = blobs.write(key, "application/json")) {
            for (var document : source.find().sort(Sorts.ascending("_id")).batchSize(BATCH)) {
                out.write(documents++ == 0 ? '[' : ',');
                out.write(document.toJson(JSON).getBytes(StandardCharsets.UTF_8));
            }
            out.write(']');
        }
        return new Result(documents, Duration.ofNanos(System.nanoTime() - begun));
    }
}
