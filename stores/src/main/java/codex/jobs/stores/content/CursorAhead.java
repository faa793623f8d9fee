package codex.jobs.stores.content;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/// Documents that are read on a thread of its own, a few ahead of those that were taken: of two
/// such sources, neither waits for the other. To be used by one thread.
final class CursorAhead implements AutoCloseable {

    private static final int MOST = 500;

    /// Beside what the driver itself holds.
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private final FindIterable<RawBsonDocument> found;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("content-reading").factory());

    private @Nullable MongoCursor<RawBsonDocument> cursor;
    private Iterator<RawBsonDocument> read = Collections.emptyIterator();
    private Future<List<RawBsonDocument>> reading;

    CursorAhead(FindIterable<RawBsonDocument> found) {
        this.found = found;
        this.reading = thread.submit(this::some);
    }

    /// The next document; null behind the last one.
    @Nullable RawBsonDocument next() {
        if (!read.hasNext()) {
            read = ContentStream.await(reading).iterator();
            if (!read.hasNext()) {
                return null;
            }
            reading = thread.submit(this::some);
        }
        return read.next();
    }

    /// On the thread; empty at the end.
    private List<RawBsonDocument> some() {
        if (cursor == null) {
            cursor = found.iterator();
        }
        var some = new ArrayList<RawBsonDocument>();
        for (var bytes = 0; some.size() < MOST && bytes < MOST_BYTES && cursor.hasNext(); ) {
            var document = cursor.next();
            bytes += document.getByteBuffer().remaining();
            some.add(document);
        }
        return some;
    }

    /// Waits for what is being read.
    @Override
    public void close() {
        thread.close();
        if (cursor != null) {
            cursor.close();
        }
    }
}
