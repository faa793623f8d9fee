package codex.jobs.stores.search;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.FilterMode;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.filter.RandomEntries;
import codex.jobs.model.filter.RandomFilters;
import codex.jobs.model.filter.SmallerFilters;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.Stores;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.MongoFilter;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.query_dsl.Query;

/// The same random entries in both stores, and random filters: a seed that fails is in the test's
/// name, and the smallest filter that still fails is in its message.
@DisplayName("MongoDB, the search index and the definition of a filter agree")
class FilterAgreementIT {

    private static final long ENTRIES_SEED = 7;
    private static final int ENTRIES = 300;
    private static final int FILTERS = 220;
    private static final Scope SCOPE =
            new Scope(new OrganizationId("filters"), new EnvironmentId("main"), 1);

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB, Part.OPENSEARCH);

    private static final List<Map<String, Object>> entries = new ArrayList<>();
    private static final List<Document> stored = new ArrayList<>();
    private static MongoCollection<Document> collection;
    private static OpenSearchClient search;

    @BeforeAll
    static void fill() {
        var random = new RandomEntries(ENTRIES_SEED);
        while (entries.size() < ENTRIES) {
            entries.add(random.next());
        }
        var writer = stores.get(ContentWriter.class);
        writer.prepare(SCOPE);
        assertThat(writer.insertMissing(SCOPE, ContentKind.ENTRIES, entries)).isZero();
        collection =
                stores.get(MongoClient.class)
                        .getDatabase(ContentDatabases.database(SCOPE.organization()))
                        .getCollection(ContentDatabases.collection(SCOPE, ContentKind.ENTRIES));
        index();
        search = SearchClients.client(stores.get(StoresProperties.class).opensearch());
    }

    private static void index() {
        var documents = new LinkedHashMap<String, Map<String, Object>>();
        for (var entry : collection.find().into(stored)) {
            IndexDocument.of(ContentKind.ENTRIES, entry)
                    .ifPresent(document -> documents.put(entry.getString("_id"), document));
        }
        var writer = stores.get(IndexWriter.class);
        assertThat(writer.write(SCOPE, SearchIndex.ENTRIES, documents, Set.of())).isEmpty();
        assertThat(writer.count(SCOPE, SearchIndex.ENTRIES)).isEqualTo(documents.size());
    }

    @AfterAll
    static void close() throws IOException {
        search._transport().close();
    }

    static Stream<Long> seeds() {
        return new Random().longs(FILTERS).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onAnyFilter(long seed) {
        var random = new RandomFilters(seed);
        check(Filters.stored((seed % 2 == 0 ? random.next() : random.nextOnSystem()).json()));
    }

    static Stream<Named<String>> largest() {
        return Stream.of(
                        asked("'Title':{'Contains':'" + "a".repeat(256) + "'}"),
                        asked("'Title':{'Contains':'" + "ab".repeat(128) + "'}"),
                        asked("'Title':{'Contains':'" + "*?".repeat(128) + "'}"),
                        asked("'Slug':{'StartsWith':'" + "ab".repeat(500) + "'}"),
                        asked("'Title':{'StartsWith':'" + "x".repeat(1_024) + "'}"),
                        asked("'Id':{'In':[" + texts(1_000) + "]}"),
                        asked("'Id':{'Nin':[" + texts(1_000) + "]}"),
                        "{'Or':["
                                + String.join(",", nCopies(200, asked("'Id':{'Eq':'ce7'}")))
                                + "]}",
                        "{'And':[".repeat(8) + asked("'Id':{'Eq':'ce7'}") + "]}".repeat(8),
                        "{'Or':[{},{'Not':".repeat(4)
                                + asked("'Id':{'Eq':'ce7'}")
                                + "}]}".repeat(4))
                .map(filter -> Named.of(filter.substring(0, 40), filter.replace('\'', '"')));
    }

    @ParameterizedTest
    @MethodSource("largest")
    void onTheLargest(String filter) {
        check(Filters.parse(filter, FilterMode.STRICT).filter());
    }

    private static String asked(String condition) {
        return "{'system':{" + condition + "}}";
    }

    private static String texts(int count) {
        return IntStream.range(0, count).mapToObj(id -> "'ce" + id + "'").collect(joining(","));
    }

    @Test
    void onWhatThePublishedFilterFinds() {
        var published =
                """
                {"system":{"SiteId":{"In":["s1"],"_t":"StringFilter"},"ModelId":{"In":["s2"],\
                "_t":"StringFilter"},"_t":"EntrySystemFilter"}}\
                """;

        var found = answers(Filters.parse(published, FilterMode.STRICT).filter());

        assertThat(found.get("MongoDB")).isNotEmpty().hasSizeLessThan(ENTRIES / 10);
        check(Filters.parse(published, FilterMode.STRICT).filter());
    }

    private static void check(Filter filter) {
        if (disagree(filter)) {
            var smallest = SmallerFilters.smallest(filter, FilterAgreementIT::disagree);
            assertThat(answers(smallest)).as(smallest.json()).isEqualTo(expected(smallest));
        }
    }

    private static boolean disagree(Filter filter) {
        return !answers(filter).equals(expected(filter));
    }

    /// The ids that each store finds, if it can answer.
    private static Map<String, Set<String>> answers(Filter filter) {
        var answers = new LinkedHashMap<String, Set<String>>();
        answers.put("MongoDB", mongo(MongoFilter.of(filter)));
        answers.put("read from MongoDB", evaluated(filter, stored));
        SearchFilter.of(filter).ifPresent(query -> answers.put("OpenSearch", search(query)));
        return answers;
    }

    private static Map<String, Set<String>> expected(Filter filter) {
        var expected = new LinkedHashMap<String, Set<String>>();
        expected.put("MongoDB", evaluated(filter, entries));
        expected.put("read from MongoDB", evaluated(filter, entries));
        if (SearchFilter.of(filter).isPresent()) {
            expected.put(
                    "OpenSearch",
                    evaluated(
                            filter,
                            entries.stream().filter(FilterAgreementIT::isIndexed).toList()));
        }
        return expected;
    }

    private static boolean isIndexed(Map<String, Object> entry) {
        return IndexDocument.of(ContentKind.ENTRIES, entry).isPresent();
    }

    private static Set<String> evaluated(
            Filter filter, Iterable<? extends Map<String, Object>> entries) {
        var ids = new TreeSet<String>();
        for (var entry : entries) {
            if (filter.matches(entry)) {
                ids.add(String.valueOf(entry.get("_id")));
            }
        }
        return ids;
    }

    private static Set<String> mongo(Bson query) {
        return collection.find(query).map(found -> found.getString("_id")).into(new TreeSet<>());
    }

    private static Set<String> search(Query query) {
        try {
            var found =
                    search.search(
                            request ->
                                    request.index(SearchIndex.ENTRIES.physical(SCOPE))
                                            .query(query)
                                            .size(ENTRIES),
                            Void.class);
            var ids = new TreeSet<String>();
            found.hits().hits().forEach(hit -> ids.add(String.valueOf(hit.id())));
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
