package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Iterator;
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

    /// Sorts what the scan finds, keeping no more than is wanted; equal ones stay as they come.
    Iterator<Document> sorted(DocumentScan scan) {
        SortOrder order = new SortOrder(Objects.requireNonNull(sort));
        long most = wanted() == 0 ? Long.MAX_VALUE : wanted();
        PriorityQueue<Found> first = new PriorityQueue<>(Comparator.reverseOrder());
        long sequence = 0;
        while (scan.hasNext()) {
            Document document = scan.next();
            first.add(new Found(order.keyOf(document), sequence++, document));
            if (first.size() > most) {
                first.remove();
            }
        }
        return first.stream().sorted().map(found -> found.document).iterator();
    }

    private static final class Found implements Comparable<Found> {

        private final byte[] key;
        private final long sequence;
        private final Document document;

        Found(byte[] key, long sequence, Document document) {
            this.key = key;
            this.sequence = sequence;
            this.document = document;
        }

        @Override
        public int compareTo(Found other) {
            int order = ByteArrayType.INSTANCE.compare(key, other.key);
            return order != 0 ? order : Long.compare(sequence, other.sequence);
        }
    }
}
