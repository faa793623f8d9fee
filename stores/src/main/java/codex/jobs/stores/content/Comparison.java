package codex.jobs.stores.content;

import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.FindIterable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/// Walks along two collections in order of their ids, like the merge of a merge sort.
final class Comparison {

    private static final int BATCH = 1_000;

    enum Difference {
        NONE,
        CONTENT,
        ONLY_LEFT,
        ONLY_RIGHT
    }

    interface Visitor {

        /// Sees the next id of either side.
        void visit(String id, Difference difference);
    }

    private Comparison() {}

    /// Walks until `size` documents of one side are seen.
    ///
    /// @return the last id that was seen; null if both sides have ended
    static @Nullable String of(
            FindIterable<RawBsonDocument> left,
            FindIterable<RawBsonDocument> right,
            int size,
            Visitor visitor) {
        try (var lefts = new CursorAhead(ordered(left, size));
                var rights = new CursorAhead(ordered(right, size))) {
            var one = lefts.next();
            var other = rights.next();
            var seen = 0;
            var seenOthers = 0;
            while (one != null || other != null) {
                var order = order(one, other);
                var id = id(order <= 0 ? one : other);
                visitor.visit(id, difference(order, one, other));
                seen += order <= 0 ? 1 : 0;
                seenOthers += order >= 0 ? 1 : 0;
                if (seen == size || seenOthers == size) {
                    return id;
                }
                one = order <= 0 ? lefts.next() : one;
                other = order >= 0 ? rights.next() : other;
            }
            return null;
        }
    }

    private static FindIterable<RawBsonDocument> ordered(
            FindIterable<RawBsonDocument> found, int size) {
        return found.sort(ascending("_id")).limit(size).batchSize(BATCH);
    }

    /// As the database orders texts: by their bytes.
    private static int order(@Nullable RawBsonDocument one, @Nullable RawBsonDocument other) {
        if (one == null) {
            return 1;
        }
        return other == null
                ? -1
                : Arrays.compareUnsigned(
                        id(one).getBytes(StandardCharsets.UTF_8),
                        id(other).getBytes(StandardCharsets.UTF_8));
    }

    private static String id(@Nullable RawBsonDocument document) {
        if (document == null) {
            throw new IllegalStateException("No document");
        }
        return document.getString("_id").getValue();
    }

    private static Difference difference(
            int order, @Nullable RawBsonDocument one, @Nullable RawBsonDocument other) {
        if (order != 0 || one == null || other == null) {
            return order < 0 ? Difference.ONLY_LEFT : Difference.ONLY_RIGHT;
        }
        return one.getByteBuffer().asNIO().equals(other.getByteBuffer().asNIO())
                ? Difference.NONE
                : Difference.CONTENT;
    }
}
