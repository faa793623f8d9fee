package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// A query with its order and its part of the result.
///
/// @param limit at most so many documents; 0 for all
record Search(Document query, @Nullable Document sort, int skip, int limit) {

    static Search all(Document query) {
        return new Search(query, null, 0, 0);
    }

    /// How many documents have to be found; 0 for all.
    long wanted() {
        return limit == 0 ? 0 : (long) skip + limit;
    }

    /// Sorts what the scan finds, keeping no more than is wanted.
    Iterator<Document> sorted(DocumentScan scan) {
        Comparator<Document> order = new DocumentComparator(Objects.requireNonNull(sort));
        return wanted() == 0 ? allSorted(scan, order) : firstSorted(scan, order);
    }

    private static Iterator<Document> allSorted(DocumentScan scan, Comparator<Document> order) {
        List<Document> found = new ArrayList<>();
        scan.forEachRemaining(found::add);
        found.sort(order);
        return found.iterator();
    }

    private Iterator<Document> firstSorted(DocumentScan scan, Comparator<Document> order) {
        PriorityQueue<Document> first = new PriorityQueue<>(order.reversed());
        while (scan.hasNext()) {
            Document document = scan.next();
            if (first.size() < wanted()) {
                first.add(document);
            } else if (order.compare(document, first.element()) < 0) {
                first.remove();
                first.add(document);
            }
        }
        List<Document> found = new ArrayList<>(first);
        found.sort(order);
        return found.iterator();
    }
}
