package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.assets.AssetTrial.Imported;
import codex.jobs.worker.handlers.assets.AssetTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A worker dies at every single write of an import of assets, and another one goes on: what is
/// stored, counted and said is always the same.
class KilledAssetsIT {

    private static final FailingStores stores = new FailingStores();

    @RegisterExtension static final AssetTrial trial = new AssetTrial(stores);

    private static TestServer server;
    private static final AtomicInteger served = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
        server.answer("/same", () -> "always the same");
        server.answer("/other", () -> "another content each time: " + served.incrementAndGet());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What is there before: one that is changed, one that gets other bytes, one that is named
    /// again.
    private static final String BEFORE =
            """
            [{"id": "old", "title": "old", "alt": "x", "fileUrl": "f1", "attrs": {"a": "1", "b": "2"}},
             {"id": "new bytes", "title": "n", "fileUrl": "f1"},
             {"id": "kept", "fileUrl": "f2"}]
            """;

    /// Created, updated, cleared, skipped, failed and repeated, in three chunks: each has up to
    /// eight files.
    private static String file(String address) {
        return """
        {"id": "old", "title": "new", "alt": null, "attrs": {"a": null, "c": "3"}}
        {"id": "new bytes", "fileUrl": "f3", "tags": ["t"]}
        {"id": "a", "fileUrl": "f1", "title": "a"}
        {"id": "b", "fileUrl": "./f3", "expiresAt": "2024-04-04T00:00:00Z"}
        {"id": "c", "fileUrl": "gone"}
        {"id": "d", "fileUrl": "page"}
        {"id": "a", "fileUrl": "f2"}
        {"id": "e", "title": "has no file"}
        {"id": "f", "fileUrl": "%s", "title": 7}
        {"id": "g", "fileUrl": "%s"}
        {"id": "h", "fileUrl": "%s"}
        {"id": "g", "title": "g again"}
        {"id": "i", "fileUrl": "f4", "folderId": "nowhere"}
        {"id": "c", "fileUrl": "f4"}
        {"id": "e", "title": "still none"}
        {"id": "a", "fileUrl": "f1", "caption": "once more"}
        {"id": "j", "fileUrl": "f2"}
        {"id": "k", "fileUrl": "f5"}
        {"id": "l", "fileUrl": "f6"}
        {"id": "new bytes", "fileUrl": "f6"}
        {"id": "m", "fileUrl": "f7", "source": "s"}
        not even JSON
        """
                .formatted(address, address, address);
    }

    private record Seen(
            String code, String counts, List<String> lines, List<Document> assets, String report) {}

    private boolean wasKilled;

    @ParameterizedTest
    @CsvSource({
        "UPSERT, BEFORE, 9/6/0/7",
        "UPSERT, HALFWAY, 9/6/0/7",
        "UPSERT, AFTER, 9/6/0/7",
        "CREATE_ONLY, AFTER, 9/3/3/7"
    })
    void aWorkerMayDieAtAnyWrite(ImportConflictMode mode, Moment moment, String counts)
            throws Exception {
        var undisturbed = run(mode, Integer.MAX_VALUE, moment);
        assertThat(undisturbed.code()).isEqualTo("COMPLETED");
        assertThat(undisturbed.counts()).isEqualTo(counts);

        for (var write = 1; ; write++) {
            var seen = run(mode, write, moment);
            assertThat(seen).as("killed %s write %s", moment, write).isEqualTo(undisturbed);
            if (!wasKilled) {
                assertThat(write).isGreaterThan(10);
                return;
            }
        }
    }

    @Test
    void whatAnEditorChangesWhileNobodyWorksStays() throws Exception {
        var tenant = trial.tenant();
        var file = "{\"id\": \"old\", \"title\": \"imported\", \"fileUrl\": \"f1\"}";
        var job = tenant.job(archive("a.json", file));
        // the file's use, the file, the ledger's record, the asset
        stores.killAt(4, Moment.AFTER);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> tenant.attempt(job));
        stores.spare();
        edit(tenant, "old", "title", "by an editor");

        var imported = attempts(tenant, job);

        assertThat(imported.counts()).isEqualTo("1/0/0/0");
        assertThat(tenant.asset("old").getString("title")).isEqualTo("by an editor");
    }

    @Test
    void whatAnEditorChangesBetweenReadingAndWritingStays() throws Exception {
        var tenant = trial.tenant();
        tenant.imported(archive("assets.json", BEFORE));
        var job = tenant.job("{\"id\": \"old\", \"title\": \"imported\"}".getBytes(UTF_8));
        // the ledger's record, the assets
        stores.beforeWrite(2, () -> edit(tenant, "old", "alt", "by an editor"));

        var imported = attempts(tenant, job);

        assertThat(imported.counts()).isEqualTo("0/1/0/0");
        assertThat(tenant.asset("old").getString("title")).isEqualTo("imported");
        assertThat(tenant.asset("old").getString("alt")).isEqualTo("by an editor");
    }

    private static void edit(Tenant tenant, String externalId, String field, String value) {
        tenant.collection(ContentKind.ASSETS)
                .updateOne(
                        new Document("externalId", externalId),
                        new Document(
                                "$set",
                                new Document(field, value).append("updatedAt", Instant.now())));
    }

    @Test
    void whatWasDecidedIsNotFetchedAgain() throws Exception {
        for (var moment : Moment.values()) {
            var tenant = trial.tenant();
            var job =
                    tenant.job(
                            "[{\"id\": \"a\", \"fileUrl\": \"%s\"}, {\"id\": \"b\", \"fileUrl\": \"%s\"}]"
                                    .formatted(server.address("/other"), server.address("/other"))
                                    .getBytes(UTF_8));
            var before = served.get();
            // two files and their uses, the ledger's record, the assets
            stores.killAt(6, moment);

            var imported = attempts(tenant, job);

            assertThat(wasKilled).isTrue();
            assertThat(served).as("killed %s", moment).hasValue(before + 2);
            assertThat(imported.counts()).isEqualTo("2/0/0/0");
            assertBytesAreThere(tenant);
        }
    }

    private Seen run(ImportConflictMode mode, int write, Moment moment) throws Exception {
        var tenant = trial.tenant();
        tenant.imported(archive("assets.json", BEFORE));
        tenant.mode = mode;
        var job = tenant.job(archive("assets.ndjson", file(server.address("/same"))));
        stores.killAt(write, moment);
        var imported = attempts(tenant, job);
        assertBytesAreThere(tenant);
        return new Seen(
                imported.code(),
                imported.counts(),
                imported.said(),
                tenant.assets().stream().map(KilledAssetsIT::comparable).toList(),
                report(tenant, imported));
    }

    /// One attempt, and another one should it die.
    private Imported attempts(Tenant tenant, HandlerTrial job) throws Exception {
        wasKilled = false;
        try {
            return new Imported(tenant.attempt(job).orElseThrow(), job);
        } catch (Killed _) {
            wasKilled = true;
            stores.spare();
            return new Imported(tenant.attempt(job).orElseThrow(), job);
        } finally {
            stores.spare();
        }
    }

    private static byte[] archive(String name, String manifest) {
        var members = new LinkedHashMap<String, String>();
        members.put(name, manifest);
        for (var i = 1; i <= 7; i++) {
            members.put("f" + i, "content " + i % 4);
        }
        members.put("page", "<html>");
        return AssetTrial.zip(members);
    }

    private static void assertBytesAreThere(Tenant tenant) {
        for (var asset : tenant.assets()) {
            var sha256 = asset.get("file", Document.class).getString("sha256");
            assertThat(tenant.hasBlob(sha256)).as(asset.toJson()).isTrue();
        }
    }

    private static String report(Tenant tenant, Imported imported) throws IOException {
        var path = "reports/" + imported.trial().job().id() + "/errors.ndjson";
        try (var in = trial.bean(BlobStore.class).open(new BlobKey(tenant.organization, path))) {
            return new String(in.readAllBytes(), UTF_8).replaceAll("\"ca\\w+\"", "\"ca…\"");
        }
    }

    /// Without times and without what contains the job's id.
    private static Document comparable(Document asset) {
        var result = new Document(asset);
        result.keySet().removeAll(List.of("_id", "createdAt", "updatedAt"));
        var stamp = new Document(asset.get("import", Document.class));
        stamp.remove("job");
        result.put("import", stamp);
        return result;
    }
}
