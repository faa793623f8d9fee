package codex.jobs.benchmarks;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;

import codex.jobs.embedded.EmbeddedMongo;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;

/// What the embedded store does with a million documents of one kibibyte, through the driver and
/// from this process: whatever the other rows say is said on top of this.
final class EmbeddedStore implements Row {

    private static final int DOCUMENTS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int THREADS = 8;
    private static final int CONCURRENT = 40_000;
    private static final int ALONE = 1_000;
    private static final int PAYLOAD = 420;

    private final int count;

    EmbeddedStore() {
        this(DOCUMENTS);
    }

    EmbeddedStore(int count) {
        this.count = count;
    }

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        laboratory.stopPlatform();
        var directory = laboratory.directory("store");
        try (var server = new EmbeddedMongo(directory, 0)) {
            server.start();
            try (var client = MongoClients.create(server.address())) {
                laboratory.say("%s documents".formatted(count));
                var figures =
                        new ArrayList<>(
                                figures(
                                        client.getDatabase("benchmark")
                                                .getCollection("documents")));
                figures.add(
                        Figure.of(
                                "resident memory of the store",
                                Amount.mebibytes(Memory.resident(server.process().pid()))));
                return figures;
            }
        } finally {
            Laboratory.delete(directory);
        }
    }

    private List<Figure> figures(MongoCollection<Document> documents)
            throws InterruptedException, ExecutionException {
        IntConsumer update = i -> documents.updateOne(claimable(i), claim(i));
        return List.of(
                Figure.atLeast("inserts in bulk, two indexes", insert(documents), 20_000),
                Figure.atLeast(
                        "conditional updates, %s threads".formatted(THREADS), rate(update), 10_000),
                Figure.of(
                        "find-and-modify, %s threads".formatted(THREADS),
                        rate(i -> documents.findOneAndUpdate(claimable(i), claim(i)))),
                Figure.atMost("conditional update, p50", median(update), 2),
                Figure.atMost(
                        "range, sort, 50 documents, p50",
                        median(i ->
                                drain(
                                        documents
                                                .find(gte("createdAt", i))
                                                .sort(Sorts.ascending("createdAt"))
                                                .limit(50))),
                        2),
                Figure.of(
                        "page after an `_id`, 100 documents, p50",
                        median(i ->
                                drain(
                                        documents
                                                .find(gt("_id", id(i)))
                                                .sort(Sorts.ascending("_id"))
                                                .limit(100)))));
    }

    private Amount insert(MongoCollection<Document> documents) {
        documents.createIndex(Indexes.ascending("status", "createdAt"));
        documents.createIndex(Indexes.ascending("createdAt"));
        var begun = System.nanoTime();
        for (var first = 0; first < count; first += BATCH) {
            documents.insertMany(
                    IntStream.range(first, Math.min(first + BATCH, count))
                            .mapToObj(EmbeddedStore::document)
                            .toList());
        }
        return Amount.rate(count, Duration.ofNanos(System.nanoTime() - begun), "/s");
    }

    /// The second of two runs.
    private Amount rate(IntConsumer operation) throws InterruptedException, ExecutionException {
        run(operation);
        var begun = System.nanoTime();
        run(operation);
        return Amount.rate(CONCURRENT, Duration.ofNanos(System.nanoTime() - begun), "/s");
    }

    private void run(IntConsumer operation) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var running = new ArrayList<Future<?>>();
            for (var thread = 0; thread < THREADS; thread++) {
                var random = new Random(thread);
                running.add(
                        threads.submit(() -> {
                            for (var i = 0; i < CONCURRENT / THREADS; i++) {
                                operation.accept(random.nextInt(count));
                            }
                        }));
            }
            for (var one : running) {
                one.get();
            }
        }
    }

    private Amount median(IntConsumer operation) {
        var random = new Random(ALONE);
        var millis = new double[ALONE];
        for (var i = 0; i < ALONE; i++) {
            var which = random.nextInt(count);
            var begun = System.nanoTime();
            operation.accept(which);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        return Amount.milliseconds(Samples.of(millis).median());
    }

    private static Bson claimable(int number) {
        return and(eq("_id", id(number)), eq("kind", "job"), gte("attempt", 0));
    }

    private static Bson claim(int number) {
        return Updates.combine(Updates.inc("attempt", 1), Updates.set("owner", "w" + number));
    }

    private static void drain(FindIterable<Document> found) {
        found.into(new ArrayList<>());
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "job-%010d", number);
    }

    private static Document document(int number) {
        var payload = new byte[PAYLOAD];
        new Random(number).nextBytes(payload);
        return new Document("_id", id(number))
                .append("kind", "job")
                .append("status", "S" + number % 10)
                .append("createdAt", number)
                .append("attempt", 0)
                .append("owner", "nobody")
                .append("payload", HexFormat.of().formatHex(payload));
    }
}
