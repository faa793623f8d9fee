package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The command `aggregate`.
final class Aggregations {

    private final CursorReplies replies;
    private final MongoDatabase database;

    Aggregations(CursorReplies replies, MongoDatabase database) {
        this.replies = replies;
        this.database = database;
    }

    Document aggregate(
            String namespace,
            @Nullable OrderedCollection collection,
            List<Document> stages,
            Document command,
            DatabaseResolver databases) {
        Pipeline pipeline = Pipeline.of(stages);
        Aggregation rest =
                Aggregation.fromPipeline(
                        pipeline.rest(), databases, database, collection, NoopOplog.get());
        rest.validate(new Document("cursor", new Document()));
        if (collection == null) {
            return CursorReplies.empty(namespace);
        }
        int batchSize = Reads.number(Reads.document(command, "cursor"), "batchSize", Batch.FIRST);
        return replies.first(namespace, cursor(collection, pipeline, rest), batchSize, false);
    }

    private OpenCursor cursor(OrderedCollection collection, Pipeline pipeline, Aggregation rest) {
        String countName = pipeline.countName();
        if (countName != null) {
            long count = collection.count(pipeline.search());
            Document counted =
                    new Document("_id", pipeline.countId()).append(countName, Reads.numeric(count));
            return over((count == 0 ? List.<Document>of() : List.of(counted)).iterator(), () -> {});
        }
        Results results = collection.find(pipeline.search(), null);
        if (pipeline.rest().isEmpty()) {
            return OpenCursor.over(replies.newId(), results);
        }
        return over(rest.runStagesAsStream(stream(results)).iterator(), results::pause);
    }

    private OpenCursor over(Iterator<Document> documents, Runnable pause) {
        return new OpenCursor(
                replies.newId(), documents, document -> BsonBytes.of(document).length, pause);
    }

    private static Stream<Document> stream(Results results) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED), false);
    }
}
