package codex.jobs.benchmarks;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;

/// A baseline: what the MongoDB driver alone takes to read documents and to write them into the
/// same server, unordered inserts of 500 from one thread, into a collection with the same indexes.
final class RawCopy {

    private static final int BATCH = 500;

    private final MongoCollection<RawBsonDocument> target;
    private Duration writing = Duration.ZERO;
    private long written;

    private RawCopy(MongoCollection<RawBsonDocument> target) {
        this.target = target;
    }

    /// How many documents were written, how long that took, and how long with reading them.
    record Result(long documents, Duration writing, Duration whole) {

        Result plus(Result other) {
            return new Result(
                    documents + other.documents,
                    writing.plus(other.writing),
                    whole.plus(other.whole));
        }

        double perSecond() {
            return Amount.rate(documents, whole, "").value();
        }
    }

    static Result of(MongoDatabase database, String collection, MongoDatabase into) {
        var source = database.getCollection(collection);
        var target = into.getCollection(collection, RawBsonDocument.class);
        for (var index : source.listIndexes()) {
            createIndex(target, index);
        }
        var copy = new RawCopy(target);
        var begun = System.nanoTime();
        var batch = new ArrayList<RawBsonDocument>(BATCH);
        for (var document : source.find(RawBsonDocument.class).batchSize(BATCH)) {
            batch.add(document);
            if (batch.size() == BATCH) {
                copy.write(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            copy.write(batch);
        }
        var whole = Duration.ofNanos(System.nanoTime() - begun);
        return new Result(copy.written, copy.writing, whole);
    }

    private void write(List<RawBsonDocument> batch) {
        var writes = batch.stream().map(InsertOneModel::new).toList();
        var begun = System.nanoTime();
        target.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        writing = writing.plusNanos(System.nanoTime() - begun);
        written += batch.size();
    }

    private static void createIndex(MongoCollection<?> target, Document index) {
        if (!"_id_".equals(index.getString("name"))) {
            target.createIndex(
                    index.get("key", Document.class),
                    new IndexOptions()
                            .name(index.getString("name"))
                            .unique(index.getBoolean("unique", false))
                            .sparse(index.getBoolean("sparse", false)));
        }
    }
}
