package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a search answers: sorted, skipped, limited and projected. Not thread-safe.
final class Results implements Iterator<Document> {

    private final DocumentScan scan;
    private final Search search;
    private final boolean sorts;
    private final UnaryOperator<Document> projection;
    private @Nullable Iterator<Document> source;
    private long remaining;

    Results(
            DocumentScan scan,
            Search search,
            boolean alreadySorted,
            UnaryOperator<Document> projection) {
        this.scan = scan;
        this.search = search;
        this.sorts = !alreadySorted;
        this.projection = projection;
        this.remaining = search.limit() == 0 ? Long.MAX_VALUE : search.limit();
    }

    @Override
    public boolean hasNext() {
        return remaining > 0 && source().hasNext();
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        remaining--;
        return projection.apply(source().next());
    }

    /// The size of the last document, before projection; for sorted results 0: they are measured
    /// anew.
    int lastSizeInBytes() {
        return sorts ? 0 : scan.lastSizeInBytes();
    }

    void pause() {
        scan.pause();
    }

    private Iterator<Document> source() {
        if (source == null) {
            source = sorts ? sorted() : scan;
            if (!sorts) {
                scan.skip(search.skip());
            }
        }
        return source;
    }

    private Iterator<Document> sorted() {
        Iterator<Document> all = search.sorted(scan);
        for (int i = 0; i < search.skip() && all.hasNext(); i++) {
            all.next();
        }
        return all;
    }
}
