package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import org.jspecify.annotations.Nullable;

/// The commands `find` and `count`.
final class Reads {

    private final CursorReplies replies;

    Reads(CursorReplies replies) {
        this.replies = replies;
    }

    Document find(String namespace, @Nullable OrderedCollection collection, Document command) {
        if (collection == null) {
            return CursorReplies.empty(namespace);
        }
        int limit = number(command, "limit", 0);
        boolean single = limit < 0 || Utils.isTrue(command.get("singleBatch"));
        Search search =
                new Search(
                        document(command, "filter"),
                        (Document) command.get("sort"),
                        number(command, "skip", 0),
                        Math.abs(limit));
        Results results = collection.find(search, (Document) command.get("projection"));
        return replies.first(
                namespace,
                OpenCursor.over(replies.newId(), results),
                number(command, "batchSize", single ? Integer.MAX_VALUE : Batch.FIRST),
                single);
    }

    static Document count(@Nullable OrderedCollection collection, Document command) {
        long count = 0;
        if (collection != null) {
            int limit = Math.abs(number(command, "limit", 0));
            count =
                    collection.count(
                            new Search(
                                    document(command, "query"),
                                    null,
                                    number(command, "skip", 0),
                                    limit));
        }
        return new Document("n", numeric(count)).append("ok", 1.0);
    }

    /// As MongoDB answers: an int where it fits.
    static Number numeric(long count) {
        if (count == (int) count) {
            return (int) count;
        }
        return count;
    }

    static int number(Document command, String name, int otherwise) {
        Number number = (Number) command.get(name);
        if (number == null) {
            return otherwise;
        }
        if (number.longValue() != number.intValue()) {
            throw new BadValueException(name + " is out of range");
        }
        return number.intValue();
    }

    static Document document(Document command, String name) {
        Document document = (Document) command.get(name);
        return document == null ? new Document() : document;
    }
}
