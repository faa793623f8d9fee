package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.FailedToParseException;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The commands `insert`, `update` and `delete`: ordered ones stop at the first error, and every
/// answer counts what was really done.
final class Writes {

    private Writes() {}

    static Document insert(MongoCollection<DocumentKey> collection, Document command) {
        List<Document> documents = documents(command, "documents");
        List<Document> errors = collection.insertDocuments(documents, isOrdered(command));
        int tried =
                errors.isEmpty() || !isOrdered(command)
                        ? documents.size()
                        : Reads.number(errors.getFirst(), "index", 0) + 1;
        return response(tried - errors.size(), errors);
    }

    /// @param engine runs one update with array filters, which only the server's own command can
    ///   parse
    static Document update(
            MongoCollection<DocumentKey> collection,
            Document command,
            UnaryOperator<Document> engine) {
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = new ArrayList<>();
        List<Document> updates = documents(command, "updates");
        for (int i = 0; i < updates.size() && (errors.isEmpty() || !isOrdered(command)); i++) {
            try {
                Document result = updateOne(collection, command, updates.get(i), engine);
                matched += Reads.number(result, "n", 0);
                modified += Reads.number(result, "nModified", 0);
                if (result.containsKey("upserted")) {
                    matched++;
                    upserted.add(new Document("index", i).append("_id", result.get("upserted")));
                }
            } catch (CollectionDropped e) {
                throw e;
            } catch (MongoServerException e) {
                errors.add(Errors.writeError(i, e));
            }
        }
        Document response = response(matched, errors).append("nModified", modified);
        if (!upserted.isEmpty()) {
            response.put("upserted", upserted);
        }
        return response;
    }

    static Document delete(@Nullable MongoCollection<DocumentKey> collection, Document command) {
        int deleted = 0;
        List<Document> errors = new ArrayList<>();
        if (collection == null) {
            return response(0, errors);
        }
        List<Document> deletes = documents(command, "deletes");
        for (int i = 0; i < deletes.size() && (errors.isEmpty() || !isOrdered(command)); i++) {
            Document delete = deletes.get(i);
            try {
                deleted +=
                        collection.deleteDocuments(
                                (Document) delete.get("q"), Reads.number(delete, "limit", 0));
            } catch (CollectionDropped e) {
                throw e;
            } catch (MongoServerException e) {
                errors.add(Errors.writeError(i, e));
            }
        }
        return response(deleted, errors);
    }

    private static Document updateOne(
            MongoCollection<DocumentKey> collection,
            Document command,
            Document update,
            UnaryOperator<Document> engine) {
        if (!(update.get("u") instanceof Document change)) {
            throw new FailedToParseException(
                    "Update pipelines are not supported by the embedded store");
        }
        if (update.get("arrayFilters") instanceof Collection<?> filters && !filters.isEmpty()) {
            return withArrayFilters(command, update, engine);
        }
        return collection.updateDocuments(
                (Document) update.get("q"),
                change,
                ArrayFilters.empty(),
                Utils.isTrue(update.get("multi")),
                Utils.isTrue(update.get("upsert")),
                NoopOplog.get());
    }

    private static Document withArrayFilters(
            Document command, Document update, UnaryOperator<Document> engine) {
        Document single = new Document(command);
        single.put("updates", List.of(update));
        Document response = engine.apply(single);
        List<Document> errors = documents(response, "writeErrors");
        if (!errors.isEmpty()) {
            throw Errors.of(errors.getFirst());
        }
        List<Document> upserted = documents(response, "upserted");
        if (!upserted.isEmpty()) {
            return new Document("n", 0)
                    .append("nModified", 0)
                    .append("upserted", upserted.getFirst().get("_id"));
        }
        return response;
    }

    private static Document response(int count, List<Document> errors) {
        Document response = new Document("n", count).append("ok", 1.0);
        if (!errors.isEmpty()) {
            response.put("writeErrors", errors);
        }
        return response;
    }

    private static boolean isOrdered(Document command) {
        return Utils.isTrue(command.getOrDefault("ordered", true));
    }

    @SuppressWarnings("unchecked")
    private static List<Document> documents(Document command, String name) {
        return (List<Document>) command.getOrDefault(name, List.of());
    }
}
