package codex.jobs.worker.handlers.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.Progress;
import codex.jobs.model.log.LogLine;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.worker.handlers.entries.ImportTrial;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class ExportEntriesIT {

    @RegisterExtension static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Exports exports = Exports.in(trial);

    private void store(Document... entries) {
        exports.tenant().collection(ContentKind.ENTRIES).insertMany(List.of(entries));
    }

    private static List<String> ids(String file) {
        return JSON.readTree(file).valueStream().map(item -> item.get("id").asString()).toList();
    }

    private static String sha256(byte[] file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    private static byte[] bytes(Exports.Exported exported) {
        return exported.text().getBytes(UTF_8);
    }

    @Test
    void anEntryIsWrittenAsAnImportReadsIt() throws Exception {
        store(
                Document.parse(
                        """
                        {_id: "ce1", system: {siteId: "s1", modelId: "mdarticle", modelAlias: "article",
                          externalId: "a-1", versionId: "cv1", status: 1, title: "Hello", slug: "hello",
                          labels: [{id: "checked"}], metrics: {wordCount: {$numberLong: "2"}},
                          createdAt: {$date: "2024-01-01T00:00:00Z"},
                          updatedAt: {$date: "2024-01-02T03:04:05.678Z"},
                          publishedAt: {$date: "2024-01-03T00:00:00Z"},
                          createdBy: "ann", updatedBy: "bob"},
                         content: {title: "Hello", count: {$numberLong: "9007199254740993"},
                          price: {$numberDecimal: "9.90"}, where: {lat: 42.66, lon: -21.0}, hot: true,
                          at: {$date: "2024-05-06T07:08:09Z"}, tags: ["Sun", "Sea"],
                          image: {id: "ca1", url: "asset", type: 1},
                          sections: [{id: "politics", isMain: true}],
                          rich: [{type: "p", text: null, marks: [], level: 2}]},
                         attrs: {source: "wire"}, references: [],
                         import: {job: "j", chunk: {$numberLong: "0"}}}
                        """));

        assertThat(exports.exported(Exports.ALL, ExportFormat.JSON).text())
                .isEqualTo(
                        """
                        [
                        {"id":"a-1","system":{"title":"Hello","siteId":"s1","modelId":"mdarticle",\
                        "modelAlias":"article","externalId":"a-1","status":1,"slug":"hello",\
                        "publishedAt":"2024-01-03T00:00:00.000Z","createdAt":"2024-01-01T00:00:00.000Z",\
                        "updatedAt":"2024-01-02T03:04:05.678Z","versionId":"cv1",\
                        "labels":[{"id":"checked"}],"metrics":{"wordCount":2}},\
                        "content":{"title":"Hello","count":9007199254740993,"price":9.90,\
                        "where":{"lat":42.66,"lon":-21.0},"hot":true,"at":"2024-05-06T07:08:09.000Z",\
                        "tags":["Sun","Sea"],"image":{"id":"ca1","url":"asset","type":1},\
                        "sections":[{"id":"politics","isMain":true}],\
                        "rich":[{"type":"p","text":null,"marks":[],"level":2}]},\
                        "attrs":{"source":"wire"}}
                        ]
                        """);
    }

    @Test
    void ndjsonHasOneEntryALine() throws Exception {
        store(Exports.entry("ce2", "b"), Exports.entry("ce1", "a\nb"));

        var exported = exports.exported(Exports.ALL, ExportFormat.NDJSON);

        assertThat(exported.text().lines())
                .hasSize(2)
                .extracting(line -> JSON.readTree(line).get("id").asString())
                .containsExactly("a\nb", "b");
        assertThat(exported.text()).endsWith("}\n");
        assertThat(exported.result().fileKey()).matches("exports/[^/]+/entries.ndjson");
        assertThat(exported.result().itemCount()).isEqualTo(2);
        assertThat(exported.lines()).extracting(LogLine::message).contains("Exported 2 entries");
    }

    @ParameterizedTest
    @EnumSource
    void anExportOfNothingIsAFileAndAWarning(ExportFormat format) throws Exception {
        var exported = exports.exported(Exports.ALL, format);

        assertThat(exported.text()).isEqualTo(format == ExportFormat.JSON ? "[]\n" : "");
        assertThat(exported.codes()).containsExactly("NO_MATCH");
        assertThat(exported.result().itemCount()).isZero();
        assertThat(exported.result().sizeInBytes()).isEqualTo(bytes(exported).length);
        assertThat(exported.result().checksumSha256()).isEqualTo(sha256(bytes(exported)));
    }

    @Test
    void onlyWhatTheFilterMeansIsExported() throws Exception {
        var note = Exports.entry("ce2", "note");
        note.get("system", Document.class).append("modelId", "mdnote").append("status", 3);
        var deleted = Exports.entry("ce3", "deleted");
        deleted.get("system", Document.class).append("status", 2);
        store(Exports.entry("ce1", "article"), note, deleted);

        assertThat(exportedIds(Exports.ALL)).containsExactly("article", "note");
        assertThat(exportedIds("{\"system\":{\"ModelId\":{\"In\":[\"mdnote\"]}}}"))
                .containsExactly("note");
        assertThat(exportedIds("{\"system\":{\"Status\":{\"In\":[\"DELETED\",\"DRAFT\"]}}}"))
                .containsExactly("note", "deleted");
        assertThat(exportedIds("{\"system\":{\"SiteId\":{\"In\":[\"elsewhere\"]}}}")).isEmpty();
    }

    private List<String> exportedIds(String filter) throws Exception {
        return ids(exports.exported(filter, ExportFormat.JSON).text());
    }

    @Test
    void referencesGoByTheNamesThatTheFileUses() throws Exception {
        var elsewhere = Exports.entry("ce2", "elsewhere");
        elsewhere.get("system", Document.class).append("siteId", "s2");
        var related =
                List.of(
                        new Document("id", "ce1"),
                        new Document("id", "ce2"),
                        new Document("id", "cegone"));
        store(
                Exports.entry("ce1", "first"),
                elsewhere,
                Exports.entry("ce3", "third")
                        .append(
                                "content",
                                new Document("related", related)
                                        .append("image", new Document("id", "ce1"))));

        var content =
                JSON.readTree(exports.exported(Exports.ALL, ExportFormat.JSON).text())
                        .get(2)
                        .get("content");

        assertThat(content.get("related"))
                .extracting(reference -> reference.get("id").asString())
                .containsExactly("first", "ce2", "cegone");
        assertThat(content.at("/image/id").asString()).isEqualTo("ce1");
    }

    @ParameterizedTest
    @EnumSource
    void aLargeFileIsSentInParts(ExportFormat format) throws Exception {
        exports.largeEntries(23);
        var job = exports.job(Exports.ALL, format);

        exports.attempt(job);

        var exported = exports.result(job);
        assertThat(job.job().tasks().getFirst().checkpoint().chunksDone()).isEqualTo(3);
        assertThat(job.job().tasks().getFirst().progress()).isEqualTo(new Progress(23, 23L));
        assertThat(exported.result().itemCount()).isEqualTo(23);
        assertThat(exported.result().sizeInBytes()).isEqualTo(bytes(exported).length);
        assertThat(exported.result().checksumSha256()).isEqualTo(sha256(bytes(exported)));
        assertThat(exported.lines())
                .extracting(LogLine::message)
                .contains("Process entries: 8 of 23", "Exported 23 entries");
        var text = exported.text();
        assertThat(
                        ids(
                                format == ExportFormat.JSON
                                        ? text
                                        : "[" + String.join(",", text.lines().toList()) + "]"))
                .hasSize(23)
                .startsWith("large-0", "large-1")
                .endsWith("large-22");
        assertThat(exports.left()).hasSize(1);
    }

    @Test
    void anotherAttemptContinuesBehindThePartsThatAreThere() throws Exception {
        exports.largeEntries(23);
        var undisturbed = exports.exported(Exports.ALL, ExportFormat.JSON);
        var job = exports.job(Exports.ALL, ExportFormat.JSON);

        for (var chunk = 0; chunk < 2; chunk++) {
            exports.attempt(job.stoppedAfterChunk(chunk));
        }
        assertThat(exports.left()).hasSize(2).last().asString().endsWith("is open");
        assertThat(exports.isWhole(job)).isFalse();
        exports.attempt(job.undisturbed());

        assertThat(exports.result(job).text()).isEqualTo(undisturbed.text());
        assertThat(exports.isWhole(job)).isTrue();
        assertThat(job.job().result().checksumSha256())
                .isEqualTo(undisturbed.result().checksumSha256());
        assertThat(job.job().tasks().getFirst().attempt()).isEqualTo(3);
        assertThat(exports.left()).hasSize(2).noneMatch(key -> key.endsWith("is open"));
    }

    @Test
    void whatBecomesOfEntriesMeanwhileKeepsTheFileWhole() throws Exception {
        exports.largeEntries(14);
        var job = exports.job(Exports.ALL, ExportFormat.NDJSON).stoppedAfterChunk(0);
        exports.attempt(job);

        exports.tenant()
                .collection(ContentKind.ENTRIES)
                .deleteMany(new Document("_id", new Document("$gte", "ce105")));
        exports.attempt(job.undisturbed());

        assertThat(exports.result(job).text().lines()).hasSize(8);
        assertThat(job.job().result().itemCount()).isEqualTo(8);
    }

    @Test
    void aCancelledExportLeavesNothing() throws Exception {
        exports.largeEntries(23);
        for (var chunk : List.of(0, 1, 2)) {
            exports.attempt(exports.job(Exports.ALL, ExportFormat.JSON).cancelledAfterChunk(chunk));
        }
        store(Exports.entry("cesmall", "small"));
        exports.attempt(
                exports.job("{\"system\":{\"ExternalId\":{\"Eq\":\"small\"}}}", ExportFormat.JSON)
                        .cancelledAfterChunk(0));

        assertThat(exports.left()).isEmpty();
    }

    @Test
    void aPartThatIsNotWhatWasWrittenEndsTheExport() throws Exception {
        exports.largeEntries(10);
        var job = exports.job(Exports.ALL, ExportFormat.JSON).stoppedAfterChunk(0);
        exports.attempt(job);

        var position = job.job().tasks().getFirst().checkpoint().position();
        var upload = position.getOrDefault("upload", "");
        var size = Integer.parseInt(position.getOrDefault("bytes", "0"));
        var key =
                new BlobKey(
                        exports.tenant().organization,
                        "exports/" + job.job().id() + "/entries.json");
        var other = "y".repeat(size).getBytes(UTF_8);
        trial.bean(MultipartUploads.class).send(key, upload, 1, other, other.length);
        exports.attempt(job.undisturbed());

        assertThat(job.job().error()).extracting(JobError::code).isEqualTo("FILE_CHANGED");
        assertThat(job.job().fileKey()).isNull();
        assertThat(exports.left()).isEmpty();
    }
}
