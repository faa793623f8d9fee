package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The documents that a plan leads to and that match the query, in the plan's order, each once.
/// Reads only as far as it is asked. Not thread-safe.
final class DocumentScan implements Iterator<Document> {

    private final OrderedCollection collection;
    private final Document query;
    private final KeyedMap map;
    private final KeyScan keys;
    private final @Nullable Set<DocumentKey> seen;
    private final boolean exact;
    private final QueryMatcher matcher = new DefaultQueryMatcher();
    private @Nullable Document upcoming;
    private int upcomingSize;
    private int lastSize;

    DocumentScan(OrderedCollection collection, Document query, Plan plan) {
        this.collection = collection;
        this.query = query;
        this.map = plan.index().entries();
        this.keys = plan.scan();
        this.seen = plan.index().multikey() ? new HashSet<>() : null;
        this.exact = plan.exact();
    }

    @Override
    public boolean hasNext() {
        while (upcoming == null && keys.hasNext()) {
            upcoming = read(keys.next());
        }
        return upcoming != null;
    }

    @Override
    public Document next() {
        Document next = hasNext() ? upcoming : null;
        if (next == null) {
            throw new NoSuchElementException();
        }
        upcoming = null;
        lastSize = upcomingSize;
        return next;
    }

    /// Passes over so many documents, or as many as there are; by their keys alone where these say
    /// enough.
    void skip(long count) {
        for (long passed = 0; passed < count && (exact ? keys.hasNext() : hasNext()); passed++) {
            if (exact) {
                keys.next();
            } else {
                next();
            }
        }
    }

    /// The stored size of the last document.
    int lastSizeInBytes() {
        return lastSize;
    }

    void pause() {
        keys.pause();
    }

    private @Nullable Document read(byte[] key) {
        DocumentKey position = map.position(key);
        if (seen != null && !seen.add(position)) {
            return null;
        }
        byte[] stored = map.holdsDocuments() ? keys.value() : collection.read(position);
        if (stored == null) {
            return null;
        }
        collection.countRead();
        Document document = BsonBytes.document(stored);
        upcomingSize = stored.length;
        return matcher.matches(document, query) ? document : null;
    }
}
