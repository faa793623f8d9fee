package codex.jobs.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the platform does with the official driver.
class DriverCommandsIT {

    @TempDir static Path directory;
    private static OrderedMongoServer server;
    private static MongoClient client;
    private MongoDatabase database;
    private MongoCollection<Document> jobs;

    @BeforeAll
    static void start() {
        server = OrderedMongoServer.start(directory, new InetSocketAddress("localhost", 0), 16);
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void freshDatabase() {
        database = client.getDatabase("jobs");
        database.drop();
        jobs = database.getCollection("jobs");
    }

    @Test
    void helloAnswersAsAWritablePrimary() {
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));

        assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
        assertThat(hello.get("maxWireVersion", Number.class).intValue()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void unacknowledgedWritesAreDoneAndNotAnswered() {
        jobs.withWriteConcern(WriteConcern.UNACKNOWLEDGED).insertOne(new Document("_id", 1));

        await().untilAsserted(() -> assertThat(jobs.countDocuments(eq("_id", 1))).isOne());
    }

    @Test
    void conditionalUpdateSaysWhetherItWon() {
        jobs.insertOne(new Document("_id", "a").append("status", "queued").append("attempt", 1));

        var won =
                jobs.updateOne(
                        and(eq("_id", "a"), eq("status", "queued")),
                        Updates.combine(
                                Updates.set("status", "claimed"), Updates.inc("attempt", 1)));
        var lost =
                jobs.updateOne(
                        and(eq("_id", "a"), eq("status", "queued")),
                        Updates.set("status", "claimed"));

        assertThat(won.getModifiedCount()).isOne();
        assertThat(lost.getMatchedCount()).isZero();
        assertThat(jobs.find().first())
                .containsEntry("status", "claimed")
                .containsEntry("attempt", 2);
    }

    @Test
    void ofConcurrentClaimsOneWinsEachRound() throws InterruptedException {
        jobs.insertOne(new Document("_id", "a").append("version", 0));
        AtomicInteger won = new AtomicInteger();
        List<Thread> workers =
                IntStream.range(0, 8)
                        .mapToObj(_ ->
                                Thread.startVirtualThread(() -> {
                                    for (int i = 0; i < 200; i++) {
                                        won.addAndGet(
                                                (int)
                                                        jobs.updateOne(
                                                                        and(
                                                                                eq("_id", "a"),
                                                                                eq("version", i)),
                                                                        Updates.inc("version", 1))
                                                                .getModifiedCount());
                                    }
                                }))
                        .toList();
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(jobs.find().map(job -> job.getInteger("version"))).containsExactly(won.get());
        assertThat(won).hasPositiveValue();
    }

    @Test
    void writersGoOnWhileTheDatabaseIsDropped() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> writers =
                IntStream.range(0, 4)
                        .mapToObj(writer ->
                                Thread.ofVirtual()
                                        .uncaughtExceptionHandler((_, e) -> failures.add(e))
                                        .start(() -> {
                                            for (int i = 0; i < 300; i++) {
                                                jobs.insertOne(
                                                        new Document("_id", writer * 1_000 + i));
                                            }
                                        }))
                        .toList();
        for (int i = 0; i < 20; i++) {
            database.drop();
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(failures).isEmpty();
        assertThat(jobs.find()).hasSize((int) jobs.countDocuments());
    }

    @Test
    void findAndModifySortsUpsertsAndReturnsTheNewDocument() {
        jobs.createIndex(Indexes.ascending("status", "rank"));
        jobs.insertMany(
                List.of(
                        new Document("_id", 1).append("status", "q").append("rank", 2),
                        new Document("_id", 2).append("status", "q").append("rank", 1)));

        Document first =
                jobs.findOneAndUpdate(
                        eq("status", "q"),
                        Updates.set("status", "r"),
                        new FindOneAndUpdateOptions()
                                .sort(Sorts.ascending("rank"))
                                .returnDocument(ReturnDocument.AFTER));
        Document upserted =
                jobs.findOneAndUpdate(
                        eq("_id", 3),
                        Updates.setOnInsert("status", "new"),
                        new FindOneAndUpdateOptions()
                                .upsert(true)
                                .returnDocument(ReturnDocument.AFTER));

        assertThat(first).containsEntry("_id", 2).containsEntry("status", "r");
        assertThat(upserted).containsEntry("_id", 3).containsEntry("status", "new");
    }

    @Test
    void bulkWritesAreOrderedOrNot() {
        jobs.insertOne(new Document("_id", 1));
        List<InsertOneModel<Document>> inserts =
                IntStream.of(0, 1, 2)
                        .mapToObj(i -> new InsertOneModel<>(new Document("_id", i)))
                        .toList();

        MongoBulkWriteException ordered =
                catchThrowableOfType(MongoBulkWriteException.class, () -> jobs.bulkWrite(inserts));
        long afterOrdered = jobs.countDocuments();
        MongoBulkWriteException unordered =
                catchThrowableOfType(
                        MongoBulkWriteException.class,
                        () -> jobs.bulkWrite(inserts, new BulkWriteOptions().ordered(false)));

        assertThat(ordered.getWriteResult().getInsertedCount()).isOne();
        assertThat(afterOrdered).isEqualTo(2);
        assertThat(unordered.getWriteResult().getInsertedCount()).isOne();
        assertThat(unordered.getWriteErrors()).extracting("index", "code").hasSize(2);
        assertThat(jobs.countDocuments()).isEqualTo(3);
    }

    @Test
    void orderedUpdatesStopAtTheFirstError() {
        jobs.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        jobs.insertMany(
                List.of(
                        new Document("_id", 1).append("key", "a"),
                        new Document("_id", 2).append("key", "b"),
                        new Document("_id", 3).append("key", "c")));

        MongoBulkWriteException refused =
                catchThrowableOfType(
                        MongoBulkWriteException.class,
                        () ->
                                jobs.bulkWrite(
                                        List.of(
                                                new UpdateOneModel<>(
                                                        eq("_id", 1), Updates.set("key", "z")),
                                                new UpdateOneModel<>(
                                                        eq("_id", 2), Updates.set("key", "z")),
                                                new UpdateOneModel<>(
                                                        eq("_id", 3), Updates.set("key", "y")))));

        assertThat(refused.getWriteErrors())
                .singleElement()
                .extracting("index", "code")
                .containsExactly(1, 11000);
        assertThat(jobs.find().sort(Sorts.ascending("_id")).map(job -> job.getString("key")))
                .containsExactly("z", "b", "c");
    }

    @Test
    void mixedBulkWriteCountsEverything() {
        jobs.insertMany(List.of(new Document("_id", 1).append("v", 1), new Document("_id", 2)));

        BulkWriteResult result =
                jobs.bulkWrite(
                        List.of(
                                new ReplaceOneModel<>(
                                        and(eq("_id", 1), eq("v", 1)), new Document("v", 2)),
                                new ReplaceOneModel<>(
                                        eq("_id", 7),
                                        new Document("v", 7),
                                        new ReplaceOptions().upsert(true)),
                                new UpdateOneModel<>(
                                        eq("_id", 8),
                                        Updates.set("v", 8),
                                        new UpdateOptions().upsert(true)),
                                new DeleteOneModel<>(eq("_id", 2))));

        assertThat(result.getModifiedCount()).isOne();
        assertThat(result.getUpserts()).hasSize(2);
        assertThat(result.getDeletedCount()).isOne();
        assertThat(jobs.find().sort(Sorts.ascending("_id")).map(job -> job.get("v")))
                .containsExactly(2, 7, 8);
    }

    @Test
    void duplicateKeysNameTheIndexAndItsFields() {
        jobs.createIndex(
                Indexes.ascending("organization", "alias"), new IndexOptions().unique(true));
        Document job = new Document("organization", "o").append("alias", "a");
        jobs.insertOne(new Document(job).append("_id", 1));

        MongoWriteException refused =
                catchThrowableOfType(
                        MongoWriteException.class,
                        () -> jobs.insertOne(new Document(job).append("_id", 2)));
        MongoCommandException upsert =
                catchThrowableOfType(
                        MongoCommandException.class,
                        () ->
                                jobs.findOneAndUpdate(
                                        eq("_id", 3),
                                        Updates.combine(
                                                Updates.set("organization", "o"),
                                                Updates.set("alias", "a")),
                                        new FindOneAndUpdateOptions().upsert(true)));

        assertThat(refused.getError().getCode()).isEqualTo(11000);
        assertThat(refused.getMessage()).contains("organization_1_alias_1");
        assertThat(upsert.getErrorCode()).isEqualTo(11000);
        assertThat(upsert.getResponse().getDocument("keyPattern").keySet())
                .containsExactly("organization", "alias");
    }

    @Test
    void arrayOperatorsAndFiltersWork() {
        jobs.insertOne(
                Document.parse(
                        "{_id: 1, tasks: [{id: 'a', status: 'NEW'}, {id: 'b', status: 'NEW'}], tags: ['x']}"));

        jobs.updateOne(
                and(eq("_id", 1), eq("tasks.id", "b")), Updates.set("tasks.$.status", "RUN"));
        jobs.updateOne(
                eq("_id", 1),
                Updates.set("tasks.$[t].status", "DONE"),
                new UpdateOptions().arrayFilters(List.of(eq("t.id", "a"))));
        jobs.updateOne(
                eq("_id", 1),
                Updates.combine(
                        Updates.push("log", 1),
                        Updates.addToSet("tags", "y"),
                        Updates.unset("none"),
                        Updates.max("high", 5),
                        Updates.min("low", 2),
                        Updates.currentDate("at")));
        jobs.updateOne(eq("_id", 1), Updates.pull("tags", "x"));

        Document job = Objects.requireNonNull(jobs.find().first());
        assertThat(job.getList("tasks", Document.class))
                .extracting(task -> task.getString("status"))
                .containsExactly("DONE", "RUN");
        assertThat(job)
                .containsEntry("tags", List.of("y"))
                .containsEntry("high", 5)
                .containsKey("at");
    }

    @Test
    void aggregationsCountGroupAndWriteOut() {
        jobs.createIndex(Indexes.ascending("status"));
        jobs.insertMany(
                IntStream.range(0, 100)
                        .mapToObj(
                                i -> new Document("_id", i).append("status", i % 4).append("n", i))
                        .toList());

        assertThat(jobs.countDocuments(eq("status", 1))).isEqualTo(25);
        assertThat(jobs.countDocuments()).isEqualTo(100);
        assertThat(jobs.estimatedDocumentCount()).isEqualTo(100);
        assertThat(jobs.distinct("status", Integer.class)).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(
                        jobs.aggregate(
                                List.of(
                                        Document.parse("{$match: {status: {$in: [0, 1]}}}"),
                                        Document.parse(
                                                "{$group: {_id: '$status', sum: {$sum: '$n'}}}"),
                                        Document.parse("{$sort: {_id: 1}}"))))
                .extracting(group -> group.get("sum", Number.class).intValue())
                .containsExactly(1200, 1225);
        jobs.aggregate(
                        List.of(
                                Document.parse("{$match: {status: 2}}"),
                                Document.parse("{$out: 'copy'}")))
                .toCollection();
        assertThat(database.getCollection("copy").countDocuments()).isEqualTo(25);
    }

    @Test
    void indexesAreListedRecreatedAndDropped() {
        jobs.createIndex(Indexes.ascending("a"), new IndexOptions().name("by_a"));
        jobs.createIndex(Indexes.ascending("a"), new IndexOptions().name("by_a"));
        MongoCollection<Document> others = database.getCollection("others");
        others.createIndex(Indexes.ascending("a"), new IndexOptions().name("by_a"));

        jobs.dropIndex("by_a");

        assertThat(jobs.listIndexes())
                .extracting(index -> index.getString("name"))
                .containsExactly("_id_");
        assertThat(others.listIndexes())
                .extracting(index -> index.getString("name"))
                .containsExactly("_id_", "by_a");
    }

    @Test
    void collectionsAreListedRenamedAndDropped() {
        jobs.createIndex(Indexes.ascending("a"));
        jobs.insertOne(new Document("a", 1));
        jobs.renameCollection(new MongoNamespace("jobs", "renamed"));
        jobs.insertOne(new Document("a", 2));

        assertThat(database.listCollectionNames()).containsExactlyInAnyOrder("renamed", "jobs");
        assertThat(database.getCollection("renamed").find(eq("a", 1))).hasSize(1);
        assertThat(database.listCollections().filter(eq("name", "jobs"))).hasSize(1);
        jobs.drop();
        assertThat(database.listCollectionNames()).containsExactly("renamed");
        database.drop();
        assertThat(client.listDatabaseNames()).doesNotContain("jobs");
    }

    @Test
    void findStreamsALargeResultInBoundedReplies() {
        String kilobytes = "x".repeat(64 * 1024);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            documents.add(new Document("_id", i).append("body", kilobytes));
        }
        jobs.insertMany(documents);

        assertThat(jobs.find().map(job -> job.getInteger("_id")))
                .hasSize(1_000)
                .doesNotHaveDuplicates();
        assertThat(jobs.find().projection(Projections.include("_id")).batchSize(7)).hasSize(1_000);
        assertThat(
                        jobs.find(gt("_id", 500))
                                .sort(Sorts.ascending("body"))
                                .map(job -> job.getInteger("_id")))
                .hasSize(499);
        assertThat(jobs.find(in("_id", 3, 4, 5)).maxTime(1, TimeUnit.MINUTES)).hasSize(3);
    }

    @Test
    void replacementWithAVersionIsRefusedWhenTheVersionHasMoved() {
        jobs.insertOne(new Document("_id", 1).append("version", 1));

        long won =
                jobs.replaceOne(and(eq("_id", 1), eq("version", 1)), new Document("version", 2))
                        .getModifiedCount();
        long lost =
                jobs.replaceOne(and(eq("_id", 1), eq("version", 1)), new Document("version", 2))
                        .getMatchedCount();

        assertThat(won).isOne();
        assertThat(lost).isZero();
    }

    @Test
    void anIdIsUnique() {
        jobs.insertOne(new Document("_id", 1));

        MongoWriteException refused =
                catchThrowableOfType(
                        MongoWriteException.class, () -> jobs.insertOne(new Document("_id", 1L)));

        assertThat(refused.getError().getCode()).isEqualTo(11000);
    }
}
