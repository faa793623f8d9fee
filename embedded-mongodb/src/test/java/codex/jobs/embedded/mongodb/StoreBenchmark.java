package codex.jobs.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.bson.Document;

/// Measures the store through the driver, server and driver in two processes. Prints a Markdown
/// table.
///
/// Arguments: number of documents (default 1,000,000), directory (default a temporary one).
@SuppressWarnings("SystemOut")
final class StoreBenchmark {

    private static final int BATCH = 1_000;
    private static final int THREADS = 8;
    private static final String HEAP = "512m";

    private final MongoCollection<Document> documents;
    private final int count;
    private final ProcessHandle server;

    private StoreBenchmark(MongoCollection<Document> documents, int count, ProcessHandle server) {
        this.documents = documents;
        this.server = server;
        this.count = count;
    }

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory =
                args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("store-benchmark");
        try (ServerProcess server = ServerProcess.start(directory, HEAP);
                MongoClient client = MongoClients.create(server.connectionString())) {
            var benchmark =
                    new StoreBenchmark(
                            client.getDatabase("benchmark").getCollection("documents"),
                            count,
                            server.process().toHandle());
            System.out.println("| what | result |\n|---|---|");
            benchmark.run();
            report(
                    "resident set of the server (-Xmx" + HEAP + ")",
                    residentSet(server.process().pid()));
        }
        report("data directory", sizeOf(directory) / (1 << 20) + " MiB");
    }

    private void run() throws Exception {
        insert();
        for (int threads : new int[] {1, THREADS, THREADS}) {
            rate("updateOne by _id + status + attempt", threads, this::update);
        }
        rate("findOneAndUpdate by _id + status", THREADS, this::findAndUpdate);
        rate("find by _id", THREADS, i -> documents.find(eq("_id", id(i))).first());
        rate("insertOne", THREADS, i -> documents.insertOne(document(count + i)));
        median("updateOne by _id + status + attempt", this::update);
        median("range on createdAt, sort, limit 50", i -> drain(range(i)));
        median(
                "range on createdAt, sort descending, limit 50",
                i -> drain(range(i).sort(Sorts.descending("createdAt"))));
        median(
                "status and range on createdAt, sort, limit 50 (compound index)",
                i ->
                        drain(
                                documents
                                        .find(
                                                and(
                                                        eq("status", "S" + i % 10),
                                                        gte("createdAt", i % count)))
                                        .sort(Sorts.ascending("createdAt"))
                                        .limit(50)));
        median(
                "two statuses in order of createdAt, limit 50",
                i ->
                        drain(
                                documents
                                        .find(in("status", "S1", "S7"))
                                        .sort(Sorts.ascending("createdAt"))
                                        .limit(50)));
        median(
                "keyset page, _id > x, limit 100",
                i ->
                        drain(
                                documents
                                        .find(gt("_id", id(i)))
                                        .sort(Sorts.ascending("_id"))
                                        .limit(100)));
        median("$in of 100 ids", i -> drain(documents.find(in("_id", ids(i)))));
        median(
                "countDocuments of a status",
                i -> documents.countDocuments(eq("status", "S" + i % 10)));
        scan();
    }

    private FindIterable<Document> range(int i) {
        return documents
                .find(gte("createdAt", i % count))
                .sort(Sorts.ascending("createdAt"))
                .limit(50);
    }

    private void insert() {
        documents.createIndex(Indexes.ascending("status", "createdAt"));
        documents.createIndex(Indexes.ascending("createdAt"));
        long begin = System.nanoTime();
        for (int i = 0; i < count; i += BATCH) {
            List<Document> batch = new ArrayList<>(BATCH);
            for (int j = i; j < i + BATCH; j++) {
                batch.add(document(j));
            }
            documents.insertMany(batch);
        }
        report(
                count + " documents of 1 KiB inserted, two secondary indexes",
                perSecond(count, begin));
    }

    private void update(int i) {
        documents.updateOne(
                and(eq("_id", id(i)), eq("kind", "job"), gte("attempt", 0)),
                Updates.combine(Updates.inc("attempt", 1), Updates.set("owner", "w" + i)));
    }

    private void findAndUpdate(int i) {
        documents.findOneAndUpdate(
                and(eq("_id", id(i)), eq("kind", "job")),
                Updates.combine(Updates.inc("attempt", 1), Updates.set("owner", "w" + i)));
    }

    private void scan() {
        long begin = System.nanoTime();
        long read = 0;
        for (Document _ : documents.find().batchSize(BATCH)) {
            read++;
        }
        report("all documents read", perSecond(read, begin));
    }

    private void rate(String name, int threads, IntConsumer operation) throws Exception {
        int perThread = 40_000 / threads;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Duration cpu = cpu();
            long begin = System.nanoTime();
            List<Callable<Object>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int offset = thread * perThread;
                work.add(() -> {
                    for (int i = 0; i < perThread; i++) {
                        operation.accept(offset + i);
                    }
                    return "";
                });
            }
            for (Future<Object> done : executor.invokeAll(work)) {
                done.get();
            }
            long operations = (long) perThread * threads;
            String rate = perSecond(operations, begin);
            report(
                    name + ", " + threads + " threads",
                    rate
                            + ", "
                            + cpu().minus(cpu).dividedBy(operations).toNanos() / 1_000
                            + " µs of the server's CPU each");
        }
    }

    private void median(String name, IntConsumer operation) {
        long[] nanos = new long[1_000];
        Random random = new Random(1);
        for (int i = 0; i < nanos.length; i++) {
            int which = random.nextInt(count);
            long begin = System.nanoTime();
            operation.accept(which);
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        report(
                name,
                String.format(
                        Locale.ROOT,
                        "median %.2f ms, 99 %% %.2f ms",
                        nanos[nanos.length / 2] / 1e6,
                        nanos[nanos.length * 99 / 100] / 1e6));
    }

    private static void drain(FindIterable<Document> found) {
        found.into(new ArrayList<>());
    }

    private String id(int i) {
        return String.format(Locale.ROOT, "job-%010d", Math.floorMod(i * 7919L, (long) count));
    }

    private List<String> ids(int i) {
        List<String> ids = new ArrayList<>();
        for (int j = 0; j < 100; j++) {
            ids.add(id(i + j));
        }
        return ids;
    }

    private static Document document(int i) {
        byte[] payload = new byte[420];
        ThreadLocalRandom.current().nextBytes(payload);
        return new Document("_id", String.format(Locale.ROOT, "job-%010d", i))
                .append("kind", "job")
                .append("status", "S" + i % 10)
                .append("createdAt", i)
                .append("attempt", 0)
                .append("owner", "nobody")
                .append("payload", HexFormat.of().formatHex(payload));
    }

    /// Says more than a rate where others use the processors too.
    private Duration cpu() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String perSecond(long count, long begin) {
        return String.format(Locale.ROOT, "%,.0f/s", count / ((System.nanoTime() - begin) / 1e9));
    }

    private static void report(String what, String result) {
        System.out.println("| " + what + " | " + result + " |");
    }

    private static String residentSet(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                .findFirst()
                .orElse("unknown");
    }

    private static long sizeOf(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
