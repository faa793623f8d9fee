package codex.jobs.stores.content;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.RawBsonDocument;

/// Documents on their way from one collection into another, as the bytes that they are: while some
/// are written, the next ones are read.
final class ContentStream {

    private static final int BATCH = 1_000;

    /// Large documents are sent in smaller batches: two of them are in memory at once.
    private static final int BATCH_BYTES = 8 * 1024 * 1024;

    private static final int DUPLICATE_KEY = 11_000;
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private ContentStream() {}

    /// What is there already stays: it comes from an earlier attempt, or is newer.
    static void copy(
            FindIterable<RawBsonDocument> source, MongoCollection<RawBsonDocument> target) {
        var batch = new ArrayList<RawBsonDocument>(BATCH);
        var bytes = 0L;
        try (var writer = Executors.newSingleThreadExecutor(ContentStream::thread)) {
            Future<?> writing = null;
            for (var document : source.batchSize(BATCH)) {
                batch.add(document);
                bytes += document.getByteBuffer().remaining();
                if (batch.size() == BATCH || bytes >= BATCH_BYTES) {
                    if (writing != null) {
                        await(writing);
                    }
                    var full = batch;
                    writing = writer.submit(() -> insert(target, full));
                    batch = new ArrayList<>(BATCH);
                    bytes = 0;
                }
            }
            if (writing != null) {
                await(writing);
            }
        }
        insert(target, batch);
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("content-copy").unstarted(work);
    }

    /// What a thread that copies has answered, or what it has thrown.
    static <T> T await(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while content was copied", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    static void insert(MongoCollection<RawBsonDocument> target, List<RawBsonDocument> documents) {
        if (documents.isEmpty()) {
            return;
        }
        try {
            target.insertMany(documents, UNORDERED);
        } catch (MongoBulkWriteException e) {
            checkOnlyDuplicates(e);
        }
    }

    private static void checkOnlyDuplicates(MongoBulkWriteException e) {
        if (e.getWriteConcernError() != null
                || e.getWriteErrors().stream()
                        .anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
            throw e;
        }
    }
}
