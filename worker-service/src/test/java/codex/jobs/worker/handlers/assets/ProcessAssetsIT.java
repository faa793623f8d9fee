package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Retry;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.files.UnusedBlob;
import codex.jobs.stores.files.UnusedBlobStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessAssetsIT {

    @RegisterExtension static final AssetTrial trial = new AssetTrial();

    private final AssetTrial.Tenant tenant = trial.tenant();

    private static byte[] archive(String manifest, String... files) {
        var members = new LinkedHashMap<String, String>();
        members.put("assets.json", manifest);
        for (var i = 0; i < files.length; i += 2) {
            members.put(files[i], files[i + 1]);
        }
        return AssetTrial.zip(members);
    }

    private static Document file(Document asset) {
        return asset.get("file", Document.class);
    }

    @Test
    void membersOfAnArchiveBecomeAssetsAndTheirBytesAreKeptOnce() throws Exception {
        var imported =
                tenant.imported(
                        archive(
                                """
                                [{"id": "a", "title": "A", "copyright ": "c", "fileUrl": "files/a.txt",
                                  "createdAt": "2024-01-02T03:04:05Z", "attrs": {"k": "v"}},
                                 {"id": "b", "fileUrl": "./files/b.txt"},
                                 {"id": "c", "fileUrl": "files/none.txt"}]
                                """,
                                "files/a.txt",
                                "same",
                                "files/b.txt",
                                "same"));

        assertThat(imported.code()).isEqualTo("COMPLETED");
        assertThat(imported.counts()).isEqualTo("2/0/0/1");
        assertThat(imported.said()).containsExactly("2 INVALID_URL /fileUrl");
        var a = tenant.asset("a");
        assertThat(a.getString("_id")).startsWith("ca").hasSize(24);
        assertThat(a.getString("copyright")).isEqualTo("c");
        assertThat(a.getDate("createdAt").toInstant()).hasToString("2024-01-02T03:04:05Z");
        assertThat(a.getInteger("type")).isEqualTo(4);
        assertThat(a.get("attrs", Document.class)).containsEntry("k", "v");
        assertThat(file(a)).isEqualTo(file(tenant.asset("b")));
        assertThat(file(a).getString("contentType")).isEqualTo("text/plain");
        assertThat(file(a).getLong("size")).isEqualTo(4);
        assertThat(tenant.hasBlob(file(a).getString("sha256"))).isTrue();
    }

    @Test
    void anUpdateChangesOnlyWhatItNamesAndNullClears() throws Exception {
        tenant.imported(
                archive(
                        "[{\"id\": \"a\", \"title\": \"A\", \"alt\": \"x\", \"fileUrl\": \"f\"}]",
                        "f",
                        "1"));
        var before = tenant.asset("a");
        var imported = tenant.imported("[{\"id\": \"a\", \"title\": \"B\", \"alt\": null}]");

        assertThat(imported.counts()).isEqualTo("0/1/0/0");
        var after = tenant.asset("a");
        assertThat(after.getString("title")).isEqualTo("B");
        assertThat(after).doesNotContainKey("alt");
        assertThat(after.get("_id")).isEqualTo(before.get("_id"));
        assertThat(after.get("createdAt")).isEqualTo(before.get("createdAt"));
        assertThat(file(after)).isEqualTo(file(before));
    }

    @Test
    void theStoredAddressIsAskedAgainOnlyIfItMust() throws Exception {
        var asked = new AtomicInteger();
        try (var server = new TestServer()) {
            server.answer("/a", () -> "content " + asked.incrementAndGet());
            var item = "{\"id\": \"a\", \"fileUrl\": \"%s\", \"title\": \"%s\"}";
            var address = server.address("/a");

            tenant.imported(item.formatted(address, "1"));
            var first = file(tenant.asset("a"));
            tenant.imported(item.formatted(address, "2"));
            assertThat(asked).hasValue(1);
            assertThat(tenant.asset("a").getString("title")).isEqualTo("2");
            assertThat(file(tenant.asset("a"))).isEqualTo(first);

            tenant.mode = ImportConflictMode.REPLACE;
            tenant.imported(item.formatted(address, "3"));
            assertThat(asked).hasValue(2);
            assertThat(file(tenant.asset("a"))).isNotEqualTo(first);

            tenant.mode = ImportConflictMode.UPSERT;
            tenant.imported(item.formatted(server.address("/a?x"), "4"));
            assertThat(asked).hasValue(3);

            tenant.collection(ContentKind.ASSETS)
                    .updateOne(new Document(), new Document("$unset", new Document("file", "")));
            tenant.imported(item.formatted(server.address("/a?x"), "5"));
            assertThat(asked).hasValue(4);
            assertThat(tenant.hasBlob(file(tenant.asset("a")).getString("sha256"))).isTrue();
        }
    }

    @Test
    void aDownloadThatFailsIsReportedAndTheRestGoesOn() throws Exception {
        try (var server = new TestServer()) {
            server.answer("/a", () -> "content");
            var imported =
                    tenant.imported(
                            """
                            [{"id": "gone", "fileUrl": "%s"}, {"id": "a", "fileUrl": "%s"},
                             {"id": "inside", "fileUrl": "http://10.0.0.1/"}]
                            """
                                    .formatted(server.address("/gone"), server.address("/a")));

            assertThat(imported.counts()).isEqualTo("1/0/0/2");
            assertThat(imported.said())
                    .containsExactly("0 DOWNLOAD_FAILED /fileUrl", "2 INVALID_URL /fileUrl");
            assertThat(imported.messages()).contains("The server answered HTTP 404");
            assertThat(imported.trial().lines())
                    .filteredOn(line -> line.itemIndex() != null)
                    .extracting(line -> line.externalId())
                    .containsExactly("gone", "inside");
            assertThat(tenant.assets()).hasSize(1);
        }
    }

    @Test
    void bytesThatAreBeingRemovedAreStoredOnceTheyAreGone() throws Exception {
        var file = archive("[{\"id\": \"a\", \"fileUrl\": \"f\"}]", "f", "shared");
        tenant.imported(file);
        var hash = file(tenant.asset("a")).getString("sha256");
        var key = AssetBytes.key(tenant.organization, hash);
        var unused = trial.bean(UnusedBlobStore.class);
        var now = AssetTrial.CLOCK.instant();
        unused.mark(key, now.minus(Duration.ofDays(2)));
        var going = unused.startRemoving(noted(unused, key), now).orElseThrow();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var imported = threads.submit(() -> tenant.imported(file));
            assertThatThrownBy(() -> imported.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            trial.bean(BlobStore.class).delete(key, Duration.ofMinutes(1));
            unused.forget(going);

            assertThat(imported.get().code()).isEqualTo("COMPLETED");
        }
        assertThat(tenant.hasBlob(hash)).isTrue();
    }

    @Test
    void bytesWhoseRemovalWasForsakenAreTakenBack() throws Exception {
        var file = archive("[{\"id\": \"a\", \"fileUrl\": \"f\"}]", "f", "shared");
        tenant.imported(file);
        var key = AssetBytes.key(tenant.organization, file(tenant.asset("a")).getString("sha256"));
        var unused = trial.bean(UnusedBlobStore.class);
        var now = AssetTrial.CLOCK.instant();
        unused.mark(key, now.minus(Duration.ofDays(2)));
        unused.startRemoving(noted(unused, key), now.minus(Duration.ofMinutes(6)));
        var left = noted(unused, key);

        assertThat(tenant.imported(file).code()).isEqualTo("COMPLETED");

        assertThat(unused.startRemoving(left, now)).isEmpty();
    }

    private static UnusedBlob noted(UnusedBlobStore unused, BlobKey key) {
        var now = AssetTrial.CLOCK.instant();
        return unused.since(now, now, 1_000).stream()
                .filter(blob -> blob.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyViolationOfAnItemIsReportedTogether() throws Exception {
        var imported =
                tenant.imported(
                        """
                        [{"id": "a", "title": 1, "expiresAt": "soon", "folderId": "nowhere"}]
                        """);

        assertThat(imported.code()).isEqualTo("ALL_ITEMS_FAILED");
        assertThat(imported.said())
                .containsExactlyInAnyOrder(
                        "0 INVALID_FIELD /title",
                        "0 INVALID_DATE /expiresAt",
                        "0 FOLDER_NOT_FOUND /folderId",
                        "0 FILE_URL_REQUIRED /fileUrl");
        assertThat(tenant.assets()).isEmpty();
    }

    @Test
    void ofWhatCannotBeReadOnlyThatIsSaid() throws Exception {
        assertThat(tenant.imported("{\"id\": \"a\"}\n{\"id\": \n{\"title\": \"t\"}").said())
                .containsExactly(
                        "0 FILE_URL_REQUIRED /fileUrl", "1 MALFORMED_ITEM ", "2 ID_REQUIRED /id");
    }

    @Test
    void anAssetLiesInAFolderThatExists() throws Exception {
        tenant.collection(ContentKind.ASSET_FOLDERS).insertOne(new Document("_id", "press"));
        tenant.imported(
                archive("{\"id\": \"a\", \"folderId\": \"press\", \"fileUrl\": \"f\"}", "f", "1"));

        assertThat(tenant.asset("a").getString("folderId")).isEqualTo("press");
    }

    @Test
    void ofTheSameIdTwiceTheLastOneCounts() throws Exception {
        var imported =
                tenant.imported(
                        archive(
                                """
                                [{"id": "a", "title": "1", "fileUrl": "f"},
                                 {"id": "a", "title": "2", "fileUrl": "g"}]
                                """,
                                "f",
                                "one",
                                "g",
                                "two"));

        assertThat(imported.counts()).isEqualTo("1/1/0/0");
        assertThat(imported.said()).containsExactly("1 DUPLICATE_ID /id");
        assertThat(tenant.asset("a").getString("title")).isEqualTo("2");
        assertThat(tenant.asset("a").getString("fileUrl")).isEqualTo("g");
        assertThat(tenant.assets()).hasSize(1);
    }

    @Test
    void conflictModesDecideAboutWhatExists() throws Exception {
        var file = archive("[{\"id\": \"a\", \"title\": \"A\", \"fileUrl\": \"f\"}]", "f", "1");
        tenant.mode = ImportConflictMode.UPDATE_ONLY;
        assertThat(tenant.imported(file).said()).containsExactly("0 ASSET_NOT_FOUND /id");
        tenant.mode = ImportConflictMode.CREATE_ONLY;
        assertThat(tenant.imported(file).counts()).isEqualTo("1/0/0/0");
        var skipped = tenant.imported(file);
        assertThat(skipped.counts()).isEqualTo("0/0/1/0");
        assertThat(skipped.said()).containsExactly("0 ASSET_EXISTS /id");
        tenant.mode = ImportConflictMode.REPLACE;
        assertThat(
                        tenant.imported(archive("[{\"id\": \"a\", \"fileUrl\": \"f\"}]", "f", "2"))
                                .counts())
                .isEqualTo("0/1/0/0");
        assertThat(tenant.asset("a")).doesNotContainKey("title");
    }

    @Test
    void aDryRunWritesNothingAndSaysTheSame() throws Exception {
        var file = archive("[{\"id\": \"a\", \"fileUrl\": \"f\"}, {\"id\": \"b\"}]", "f", "unseen");
        tenant.dryRun = true;
        var dry = tenant.imported(file);

        assertThat(tenant.assets()).isEmpty();
        tenant.dryRun = false;
        var real = tenant.imported(file);
        assertThat(dry.counts()).isEqualTo(real.counts()).isEqualTo("1/0/0/1");
        assertThat(dry.said()).isEqualTo(real.said());
    }

    @Test
    void tooManyErrorsEndTheImport() throws Exception {
        tenant.maxErrors = 1;
        var imported = tenant.imported("[{\"id\": \"a\"}, {\"id\": \"b\"}]");

        assertThat(imported.code()).isEqualTo("MAX_ERRORS_EXCEEDED");
    }

    @Test
    void onlyWhatFailedIsDoneOnceMore() throws Exception {
        var good = new AtomicInteger();
        var bad = new AtomicInteger();
        try (var server = new TestServer()) {
            server.answer("/good", () -> "content " + good.incrementAndGet());
            var item = "{\"id\": \"%s\", \"fileUrl\": \"%s\"}";
            var job =
                    tenant.job(
                            ("["
                                            + item.formatted("a", server.address("/good"))
                                            + ","
                                            + item.formatted("b", server.address("/later"))
                                            + "]")
                                    .getBytes(StandardCharsets.UTF_8));
            var first = new AssetTrial.Imported(tenant.attempt(job).orElseThrow(), job);
            assertThat(first.counts()).isEqualTo("1/0/0/1");
            server.answer("/later", () -> "content " + bad.incrementAndGet());

            tenant.attempt(job.retried(Retry.FAILED_ITEMS));

            assertThat(first.counts()).isEqualTo("2/0/0/0");
            assertThat(good).hasValue(1);
            assertThat(tenant.assets()).hasSize(2);
        }
    }

    @Test
    void filesThatAreTooLargeOrOfAnUnknownTypeAreRefused() throws Exception {
        var imported =
                tenant.imported(
                        archive(
                                """
                                [{"id": "large", "fileUrl": "l"}, {"id": "page", "fileUrl": "p"},
                                 {"id": "empty", "fileUrl": "e"}]
                                """,
                                "l",
                                randomText(70_000),
                                "p",
                                "<html>",
                                "e",
                                ""));

        assertThat(imported.said())
                .containsExactly(
                        "0 TOO_LARGE /fileUrl",
                        "1 UNSUPPORTED_TYPE /fileUrl",
                        "2 UNSUPPORTED_TYPE /fileUrl");
    }

    /// Text that does not pack well: it is no bomb.
    private static String randomText(int length) {
        var random = new Random(1);
        return random.ints(length, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    void anImportMayStopAfterAnyChunk() throws Exception {
        var manifest =
                IntStream.range(0, 20)
                        .mapToObj(
                                i -> "{\"id\": \"a%s\", \"fileUrl\": \"f%s\"}".formatted(i, i % 3))
                        .collect(Collectors.joining("\n"));
        var file = AssetTrial.zip(Map.of("assets.ndjson", manifest, "f0", "0", "f1", "1"));
        var whole = trial.tenant();
        var expected = whole.imported(file);
        assertThat(expected.counts()).isEqualTo("14/0/0/6");

        for (var chunk = 0; chunk < 3; chunk++) {
            var stopped = trial.tenant();
            var job = stopped.job(file).stoppedAfterChunk(chunk);
            var first = stopped.attempt(job);
            var outcome =
                    first.isPresent()
                            ? first.get()
                            : stopped.attempt(job.undisturbed()).orElseThrow();
            var seen = new AssetTrial.Imported(outcome, job);
            assertThat(seen.counts()).isEqualTo(expected.counts());
            assertThat(seen.said()).isEqualTo(expected.said());
            assertThat(comparable(stopped.assets())).isEqualTo(comparable(whole.assets()));
        }
    }

    private static List<String> comparable(List<Document> assets) {
        return assets.stream()
                .map(asset ->
                        asset.getString("externalId")
                                + file(asset).toJson()
                                + asset.get("import", Document.class).get("item"))
                .toList();
    }

    @Test
    void aFileThatIsNoJsonFailsAsAWhole() throws Exception {
        assertThat(tenant.imported("hello".getBytes(UTF_8)).code()).isEqualTo("INVALID_FILE");
        assertThat(Objects.requireNonNull(tenant.assets())).isEmpty();
    }
}
