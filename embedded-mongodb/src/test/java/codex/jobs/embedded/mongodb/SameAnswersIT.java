package codex.jobs.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.MongoServerException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same random writes and queries against this store and against the server's own memory
/// backend, which has no ordered index to go wrong: both must answer the same.
class SameAnswersIT {

    @TempDir static Path directory;
    private static OrderedMongoServer server;
    private static MongoServer reference;
    private static MongoClient client;
    private static MongoClient referenceClient;

    @BeforeAll
    static void start() {
        server =
                OrderedMongoServer.start(
                        directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        reference = new MongoServer(new MemoryBackend());
        client = MongoClients.create(server.connectionString() + "/?uuidRepresentation=standard");
        referenceClient =
                MongoClients.create(
                        reference.bindAndGetConnectionString() + "/?uuidRepresentation=standard");
    }

    @AfterAll
    static void stop() {
        client.close();
        referenceClient.close();
        server.close();
        reference.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomWritesAndQueriesAreAnsweredTheSame(long seed) {
        RandomDocuments random = new RandomDocuments(seed);
        MongoCollection<Document> ours = client.getDatabase("same").getCollection("seed" + seed);
        MongoCollection<Document> theirs =
                referenceClient.getDatabase("same").getCollection("seed" + seed);
        boolean uniqueIndex = seed % 2 == 0;
        ours.createIndex(new Document("a", 1));
        ours.createIndex(new Document("a", -1).append("b", 1));
        ours.createIndex(new Document("b", 1).append("c.d", -1));
        ours.createIndex(new Document("tags", 1));
        ours.createIndex(new Document("items.k", 1).append("b", 1));
        ours.createIndex(new Document("c.d", 1), new IndexOptions().sparse(true));
        if (uniqueIndex) {
            ours.createIndex(new Document("n", 1), new IndexOptions().unique(true));
            theirs.createIndex(new Document("n", 1), new IndexOptions().unique(true));
        }

        for (int step = 0; step < 600; step++) {
            String what = "seed " + seed + ", step " + step + ": ";
            switch (random.number(10)) {
                case 0, 1, 2 -> {
                    Document document = random.document(random.number(RandomDocuments.IDS));
                    if (uniqueIndex) {
                        document.append("n", random.number(200));
                    }
                    same(
                            what + "insert " + document,
                            ours,
                            theirs,
                            c -> c.insertOne(new Document(document)).wasAcknowledged());
                }
                case 3 -> {
                    Document id = new Document("_id", random.number(RandomDocuments.IDS));
                    Document update = random.update();
                    UpdateOptions options = new UpdateOptions().upsert(random.chance(30));
                    same(
                            what + "update " + id + update,
                            ours,
                            theirs,
                            c -> c.updateOne(id, update, options).getModifiedCount());
                }
                case 4 -> {
                    Document query = random.query();
                    Document update = random.update();
                    same(
                            what + "updateMany " + query + update,
                            ours,
                            theirs,
                            c -> c.updateMany(query, update).getMatchedCount());
                }
                case 5 -> {
                    Document query =
                            new Document("_id", random.number(RandomDocuments.IDS))
                                    .append("b", random.number(5));
                    same(
                            what + "delete " + query,
                            ours,
                            theirs,
                            c -> c.deleteOne(query).getDeletedCount());
                }
                case 6 -> {
                    Document query = random.query();
                    Document update = random.update();
                    var options =
                            new FindOneAndUpdateOptions()
                                    .sort(Sorts.ascending("b", "_id"))
                                    .returnDocument(
                                            random.chance(50)
                                                    ? ReturnDocument.AFTER
                                                    : ReturnDocument.BEFORE);
                    same(
                            what + "findOneAndUpdate " + query + update,
                            ours,
                            theirs,
                            c -> String.valueOf(c.findOneAndUpdate(query, update, options)));
                }
                default -> compareQuery(what, random, ours, theirs);
            }
        }
        assertThat(sorted(ours.find())).isEqualTo(sorted(theirs.find()));
    }

    private static void compareQuery(
            String what,
            RandomDocuments random,
            MongoCollection<Document> ours,
            MongoCollection<Document> theirs) {
        Document query = random.query();
        same(what + "find " + query, ours, theirs, c -> sorted(c.find(query)));
        same(what + "count " + query, ours, theirs, c -> c.countDocuments(query));
        Document order = random.order();
        Document total = new Document(order);
        total.putIfAbsent("_id", 1);
        int skip = random.number(4);
        int limit = random.number(12);
        same(
                what + "find " + query + " sort " + total + " skip " + skip + " limit " + limit,
                ours,
                theirs,
                c -> strings(c.find(query).sort(total).skip(skip).limit(limit).batchSize(3)));
        same(
                what + "count " + query + " skip " + skip + " limit " + limit,
                ours,
                theirs,
                c -> strings(c.find(query).sort(order)).size());
    }

    private static void same(
            String what,
            MongoCollection<Document> ours,
            MongoCollection<Document> theirs,
            Function<MongoCollection<Document>, Object> operation) {
        assertThat(outcome(ours, operation)).as(what).isEqualTo(outcome(theirs, operation));
    }

    /// The answer, or the code of the error.
    private static Object outcome(
            MongoCollection<Document> collection,
            Function<MongoCollection<Document>, Object> operation) {
        try {
            return operation.apply(collection);
        } catch (MongoServerException e) {
            return "error " + e.getCode();
        } catch (MongoException e) {
            return "error " + e.getMessage();
        }
    }

    private static List<String> strings(FindIterable<Document> found) {
        return found.map(Document::toString).into(new ArrayList<>());
    }

    private static List<String> sorted(FindIterable<Document> found) {
        List<String> documents = strings(found);
        documents.sort(Comparator.naturalOrder());
        return documents;
    }
}
