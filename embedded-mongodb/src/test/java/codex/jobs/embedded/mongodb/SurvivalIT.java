package codex.jobs.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is still there after the process has ended, one way or the other.
class SurvivalIT {

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir Path directory;

    @RepeatedTest(3)
    void whatWasAcknowledgedSurvivesKill9() throws IOException, InterruptedException {
        Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
        try (ServerProcess server = ServerProcess.start(directory, "256m");
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> jobs = client.getDatabase("survival").getCollection("jobs");
            jobs.createIndex(Indexes.ascending("version"));
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int own = writer;
                writers.add(
                        Thread.startVirtualThread(() -> writeUntilKilled(jobs, own, acknowledged)));
            }
            await().until(() ->
                    acknowledged.values().stream().mapToInt(Integer::intValue).sum() > 3_000);

            server.kill();

            for (Thread writer : writers) {
                writer.join();
            }
        }

        try (OrderedMongoServer server = OrderedMongoServer.start(directory, ANY_PORT, 16);
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> jobs = client.getDatabase("survival").getCollection("jobs");
            acknowledged.forEach((id, version) ->
                    assertThat(jobs.find(and(eq("_id", id), gte("version", version))))
                            .as("job %s, acknowledged in version %s", id, version)
                            .hasSize(1));
            List<Document> byIndex =
                    jobs.find(gte("version", 0))
                            .sort(Sorts.ascending("version"))
                            .into(new ArrayList<>());
            assertThat(byIndex).hasSize((int) jobs.estimatedDocumentCount());
            assertThat(byIndex).extracting(job -> job.getInteger("version")).isSorted();
        }
    }

    private static void writeUntilKilled(
            MongoCollection<Document> jobs, int writer, Map<Integer, Integer> acknowledged) {
        String payload = "x".repeat(1_000);
        try {
            for (int i = 0; ; i++) {
                int id = writer * 100 + i % 100;
                int version = acknowledged.getOrDefault(id, 0) + 1;
                jobs.updateOne(
                        eq("_id", id),
                        Updates.combine(
                                Updates.set("version", version),
                                Updates.set("payload", payload + version)),
                        new UpdateOptions().upsert(true));
                acknowledged.put(id, version);
            }
        } catch (MongoException e) {
            // the server is gone, as intended
        }
    }

    @Test
    void aRestartKeepsDocumentsIndexesAndNames() {
        try (OrderedMongoServer server = OrderedMongoServer.start(directory, ANY_PORT, 16);
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> jobs = client.getDatabase("restart").getCollection("jobs.v1");
            jobs.createIndex(
                    Indexes.compoundIndex(Indexes.ascending("a"), Indexes.descending("b")));
            jobs.createIndex(
                    Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true));
            jobs.insertOne(new Document("_id", 1).append("a", List.of(1, 2)).append("key", "k"));
            jobs.renameCollection(new MongoNamespace("restart", "jobs.v2"));
            client.getDatabase("restart").getCollection("gone").insertOne(new Document());
            client.getDatabase("restart").getCollection("gone").drop();
        }

        try (OrderedMongoServer server = OrderedMongoServer.start(directory, ANY_PORT, 16);
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> jobs = client.getDatabase("restart").getCollection("jobs.v2");
            assertThat(client.getDatabase("restart").listCollectionNames())
                    .containsExactly("jobs.v2");
            assertThat(jobs.find(eq("a", 2))).hasSize(1);
            assertThat(jobs.listIndexes())
                    .extracting(index -> index.getString("name"))
                    .containsExactlyInAnyOrder("_id_", "a_1_b_-1", "key_1");
            assertThat(
                            jobs.updateOne(
                                            eq("_id", 2),
                                            Updates.set("a", 3),
                                            new UpdateOptions().upsert(true))
                                    .getUpsertedId())
                    .isNotNull();
            assertThat(jobs.countDocuments(eq("a", 3))).isOne();
        }
    }

    @Test
    void aTornWriteAtTheEndOfTheJournalIsLeftOut() throws IOException {
        Store store = Store.open(directory, 4);
        int map = store.newMap();
        store.write(new WriteBatch().put(map, new byte[] {1}, new byte[] {1}));
        store.write(new WriteBatch().put(map, new byte[] {2}, new byte[] {2}));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path journal = newestJournal();
        Path torn = copy.resolve(journal.getFileName().toString());
        Files.copy(journal, torn);
        store.close();
        try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }

        try (Store recovered = Store.open(copy, 4)) {
            assertThat(recovered.map(map).get(new byte[] {1})).containsExactly(1);
            assertThat(recovered.map(map).containsKey(new byte[] {2})).isFalse();
        }
    }

    private Path newestJournal() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("journal-"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (OrderedMongoServer _ = OrderedMongoServer.start(directory, ANY_PORT, 16)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> OrderedMongoServer.start(directory, ANY_PORT, 16))
                    .withMessageContaining("in use");
        }
    }

    @Test
    void expiredDocumentsArePurged() {
        try (OrderedMongoServer server =
                        OrderedMongoServer.start(directory, ANY_PORT, 16, Duration.ofMillis(50));
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> logs = client.getDatabase("expiry").getCollection("logs");
            logs.createIndex(
                    Indexes.ascending("at"), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
            Instant now = Instant.now();
            logs.insertMany(
                    List.of(
                            new Document("_id", "old")
                                    .append("at", Date.from(now.minusSeconds(61))),
                            new Document("_id", "new").append("at", Date.from(now)),
                            new Document("_id", "timeless")));

            await().untilAsserted(() ->
                    assertThat(logs.find().map(log -> log.getString("_id")))
                            .containsExactlyInAnyOrder("new", "timeless"));
        }
    }
}
