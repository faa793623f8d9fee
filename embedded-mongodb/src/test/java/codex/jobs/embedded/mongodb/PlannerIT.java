package codex.jobs.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many documents a query reads. 10,000 of them, whose `createdAt` counts up, in ten statuses
/// and a hundred organizations.
class PlannerIT {

    private static final int COUNT = 10_000;

    @TempDir static Path directory;
    private static OrderedBackend backend;
    private static OrderedCollection jobs;

    @BeforeAll
    static void fill() {
        backend = new OrderedBackend(Store.open(directory, 16));
        OrderedDatabase database = (OrderedDatabase) backend.resolveDatabase("plans");
        jobs = (OrderedCollection) database.createCollectionOrThrowIfExists("jobs");
        index(database, json("createdAt", 1), false);
        index(database, json("status", 1).append("createdAt", -1), false);
        index(database, json("organization", 1).append("number", 1), true);
        index(database, json("organization", 1).append("status", 1), false);
        index(database, json("tags", 1), false);
        for (int i = 0; i < COUNT; i++) {
            jobs.addDocument(
                    json("_id", i)
                            .append("createdAt", i)
                            .append("status", i % 10)
                            .append("organization", "o" + i % 100)
                            .append("number", i / 100)
                            .append("tags", List.of(i % 7, "t" + i % 500)));
        }
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void idAndOtherFieldsReadOneDocument() {
        assertThat(read(json("_id", 5).append("status", 5), null, 0)).isEqualTo(new Read(1, 1));
        assertThat(read(json("status", 4).append("_id", 5), null, 0)).isEqualTo(new Read(0, 1));
        assertThat(read(json("_id", 5).append("createdAt", json("$gte", 0)), null, 1))
                .isEqualTo(new Read(1, 1));
    }

    @Test
    void severalIdsReadThoseDocuments() {
        assertThat(read(json("_id", json("$in", List.of(5, 6, 99_999))), null, 0))
                .isEqualTo(new Read(2, 2));
    }

    @Test
    void aKeysetPageReadsThePage() {
        assertThat(read(json("_id", json("$gt", 9_000)), json("_id", 1), 100))
                .isEqualTo(new Read(100, 100));
    }

    @Test
    void aRangeWithSortAndLimitStopsAtTheLimit() {
        Document range = json("createdAt", json("$gte", 100).append("$lt", 9_000));

        assertThat(read(range, json("createdAt", 1), 20)).isEqualTo(new Read(20, 20));
        assertThat(read(range, json("createdAt", -1), 20)).isEqualTo(new Read(20, 20));
        assertThat(read(range, json("createdAt", 1).append("_id", 1), 20))
                .isEqualTo(new Read(20, 20));
    }

    @Test
    void boundsThatAreDemandedOneByOneAreOneRange() {
        var from = json("_id", json("$gt", 100));
        var to = json("_id", json("$lte", 110));

        assertThat(read(json("$and", List.of(from, to)), null, 0)).isEqualTo(new Read(10, 10));
        assertThat(read(json("$and", List.of(to, from)), null, 0)).isEqualTo(new Read(10, 10));
    }

    @Test
    void anEqualPrefixThenARangeThenTheOrderStopsAtTheLimit() {
        Document query = json("status", 3).append("createdAt", json("$gt", 500));

        assertThat(read(query, json("createdAt", 1), 20)).isEqualTo(new Read(20, 20));
        assertThat(read(query, json("createdAt", -1), 20)).isEqualTo(new Read(20, 20));
    }

    @Test
    void severalValuesOfThePrefixAreMergedInOrder() {
        Document query = json("status", json("$in", List.of(1, 2, 3)));

        assertThat(read(query, json("createdAt", 1), 20)).isEqualTo(new Read(20, 20));
        assertThat(find(query, json("createdAt", -1), 4))
                .extracting(job -> job.get("createdAt"))
                .containsExactly(9_993, 9_992, 9_991, 9_983);
    }

    @Test
    void aUniqueKeyReadsOneDocument() {
        assertThat(
                        read(
                                json("number", 7)
                                        .append("status", json("$ne", 99))
                                        .append("organization", "o42"),
                                null,
                                0))
                .isEqualTo(new Read(1, 1));
    }

    @Test
    void theSmallerIndexIsTaken() {
        Document narrow =
                json("status", 5).append("createdAt", json("$gte", 100).append("$lt", 104));

        assertThat(read(narrow.append("organization", "o3"), null, 0).documents())
                .isLessThanOrEqualTo(4);
        assertThat(read(json("tags", "t3").append("status", 3), null, 0))
                .isEqualTo(new Read(20, 20));
    }

    @Test
    void anArrayIndexReadsEveryDocumentOnce() {
        assertThat(read(json("tags", json("$in", List.of(3, "t3"))), null, 0).found())
                .isEqualTo(
                        jobs.count(
                                Search.all(
                                        json(
                                                "$or",
                                                List.of(json("tags", 3), json("tags", "t3"))))));
    }

    @Test
    void whatNoIndexKnowsIsScanned() {
        assertThat(read(json("unknown", 1), null, 0)).isEqualTo(new Read(0, COUNT));
    }

    @Test
    void countsOfIndexedFieldsReadNoDocument() {
        assertThat(count(json("status", 3))).isEqualTo(new Read(1_000, 0));
        assertThat(
                        count(
                                json("status", json("$in", List.of(1, 3)))
                                        .append("createdAt", json("$lt", 100))))
                .isEqualTo(new Read(20, 0));
        assertThat(
                        count(
                                json("organization", "o1")
                                        .append("status", json("$in", List.of(1, 2, 3, 4, 5)))))
                .isEqualTo(new Read(100, 0));
        assertThat(count(json("_id", json("$gte", 9_990)))).isEqualTo(new Read(10, 0));
        assertThat(count(new Document())).isEqualTo(new Read(COUNT, 0));
    }

    @Test
    void whatIsSkippedIsNotReadIfItsKeySaysEnough() {
        Document behind = json("_id", json("$gt", 5));

        assertThat(read(new Search(behind, json("_id", 1), 4_000, 2))).isEqualTo(new Read(2, 2));
        assertThat(find(new Search(behind, json("_id", 1), 4_000, 1)).getFirst().get("_id"))
                .isEqualTo(4_006);
        assertThat(read(new Search(behind, json("_id", -1), COUNT, 2))).isEqualTo(new Read(0, 0));
        behind.append("unknown", null);
        assertThat(read(new Search(behind, json("_id", 1), 4_000, 2)))
                .isEqualTo(new Read(2, 4_002));
    }

    /// Half of all documents match: they are read in the order of their ids rather than sorted.
    @Test
    void manyDocumentsInOrderAreNotHeld() {
        Document half = json("status", json("$in", List.of(0, 1, 2, 3, 4)));
        long before = jobs.documentsRead();

        Iterator<Document> found = jobs.find(new Search(half, json("_id", 1), 0, 0), null);

        assertThat(found.next().get("_id")).isEqualTo(0);
        assertThat(jobs.documentsRead() - before).isLessThan(10);
    }

    @Test
    void fewDocumentsInOrderAreSorted() {
        assertThat(read(json("status", 4), json("_id", 1), 0)).isEqualTo(new Read(1_000, 1_000));
    }

    @Test
    void conditionalWritesReadOneDocument() {
        assertThat(
                        counted(_ ->
                                jobs.findAndModify(
                                        json("query", json("_id", 5).append("status", 5))
                                                .append("update", json("$set", json("x", 1))))))
                .isEqualTo(1);
    }

    /// What a search found, and how many documents it read for that.
    private record Read(long found, long documents) {}

    private static Read read(Document query, @Nullable Document sort, int limit) {
        return read(new Search(query, sort, 0, limit));
    }

    private static Read read(Search search) {
        long before = jobs.documentsRead();
        long found = find(search).size();
        return new Read(found, jobs.documentsRead() - before);
    }

    private static List<Document> find(Document query, @Nullable Document sort, int limit) {
        return find(new Search(query, sort, 0, limit));
    }

    private static List<Document> find(Search search) {
        List<Document> found = new ArrayList<>();
        Iterator<Document> results = jobs.find(search, null);
        results.forEachRemaining(found::add);
        return found;
    }

    private static Read count(Document query) {
        long before = jobs.documentsRead();
        long count = jobs.count(Search.all(query));
        return new Read(count, jobs.documentsRead() - before);
    }

    private static long counted(Consumer<OrderedCollection> work) {
        long before = jobs.documentsRead();
        work.accept(jobs);
        return jobs.documentsRead() - before;
    }

    private static void index(OrderedDatabase database, Document key, boolean unique) {
        database.addIndex(
                json("ns", "plans.jobs")
                        .append("key", key)
                        .append("name", key.toString())
                        .append("unique", unique));
    }

    private static Document json(String name, Object value) {
        return new Document(name, value);
    }
}
