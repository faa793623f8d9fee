package codex.jobs.worker.handlers.export;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.worker.handlers.entries.ImportTrial;
import codex.jobs.worker.handlers.entries.ImportTrial.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is exported and imported into an empty environment is what it was. A seed that fails is in
/// the test's name.
class RoundTripIT {

    private static final int ENTRIES = 60;
    private static final int ROUNDS = 10;

    @RegisterExtension static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3);

    static Stream<Long> seeds() {
        return new Random().longs(ROUNDS).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anImportMakesTheSameEntriesOfAnExport(long seed) throws Exception {
        var source = Exports.in(trial);
        source.tenant().imported(new RandomArticles(seed, ENTRIES).json());
        var format = seed % 2 == 0 ? ExportFormat.JSON : ExportFormat.NDJSON;
        var file = source.exported(Exports.ALL, format);

        var target = trial.tenant();
        target.site = null;
        target.model = null;
        var imported = target.imported(file.text());

        var expected = entries(source.tenant());
        assertThat(imported.counts()).isEqualTo(expected.size() + "/0/0/0/0");
        assertThat(expected).hasSizeGreaterThan(ENTRIES / 2);
        assertThat(entries(target)).isEqualTo(expected);
    }

    /// By external id, without what every import makes anew.
    private static Map<String, Document> entries(Tenant tenant) {
        var names = new HashMap<String, String>();
        var stored = tenant.all(ContentKind.ENTRIES);
        stored.forEach(entry -> names.put(entry.getString("_id"), name(entry)));
        var entries = new TreeMap<String, Document>();
        for (var entry : stored) {
            var kept = new Document();
            entry.forEach((key, value) -> kept.put(key, named(value, names)));
            kept.remove("_id");
            kept.remove("import");
            kept.get("system", Document.class).remove("versionId");
            entries.put(name(entry), kept);
        }
        return entries;
    }

    private static String name(Document entry) {
        return entry.get("system", Document.class).getString("externalId");
    }

    private static @Nullable Object named(@Nullable Object value, Map<String, String> names) {
        return switch (value) {
            case Document document -> {
                var copy = new Document();
                document.forEach((key, inner) -> copy.put(key, named(inner, names)));
                yield copy;
            }
            case List<?> list -> list.stream().map(one -> named(one, names)).toList();
            case String text -> names.getOrDefault(text, text);
            case null, default -> value;
        };
    }
}
