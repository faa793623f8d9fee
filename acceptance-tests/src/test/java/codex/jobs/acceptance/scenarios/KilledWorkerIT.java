package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.AssetArchives;
import codex.jobs.acceptance.client.Exports;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.client.SearchIndex;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.guarantees.NothingDoubled;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The working worker dies twice in the middle of an import.
class KilledWorkerIT {

    private static final int ITEMS = 20_000;
    private static final int ASSETS = 2_000;
    private static final int CONTENTS = 500;
    private static final int EVERY_NTH_IS_BROKEN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private static Path folder;
    private static RunningPlatform platform;
    private static JobsClient demo;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start(folder.resolve("data"));
        demo = platform.demo();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void everyEntryIsThereOnceWithExactCountsAndNoDoubledLines() {
        var file = Articles.arrayWithErrors(folder, "killed", ITEMS, EVERY_NTH_IS_BROKEN);
        var job = demo.importEntries(demo.upload(file), Map.of());

        var over = killedTwice(job, 2_000, 8_000);

        assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED_WITH_ERRORS");
        CountsAddUp.in(over, ITEMS);
        assertThat(over.get("summary").get("created").asLong())
                .isEqualTo(ITEMS - ITEMS / EVERY_NTH_IS_BROKEN);
        assertThat(over.get("summary").get("failed").asLong())
                .isEqualTo(ITEMS / EVERY_NTH_IS_BROKEN);
        NothingDoubled.inTheLogOf(job, demo, ITEMS / EVERY_NTH_IS_BROKEN);
        assertThat(Exports.all(demo).stream().map(entry -> entry.get("id").asString()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ITEMS)
                                .filter(i -> !isBroken(i))
                                .mapToObj(i -> "killed-" + i)
                                .toList());
    }

    @Test
    void everyAssetAndItsBytesAreThereOnce() throws Exception {
        var file = AssetArchives.zip(folder, "asset", ASSETS, CONTENTS, EVERY_NTH_IS_BROKEN);
        var job = imported(demo.upload(file));

        var over = killedTwice(job, 300, 1_000);

        assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED_WITH_ERRORS");
        CountsAddUp.in(over, ASSETS);
        var failed = ASSETS / EVERY_NTH_IS_BROKEN;
        assertThat(over.at("/summary/created").asLong()).isEqualTo(ASSETS - failed);
        assertThat(over.at("/summary/failed").asLong()).isEqualTo(failed);
        NothingDoubled.inTheLogOf(job, demo, failed);
        var expected = expected();
        assertThat(found()).isEqualTo(expected);
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(new HashSet<>(expected.values()));
    }

    private static JsonNode killedTwice(String job, long first, long second) {
        JobWatch.untilProcessed(demo, job, first, PATIENCE);
        platform.kill("WORKER");
        JobWatch.untilProcessed(demo, job, second, PATIENCE);
        platform.kill("WORKER");
        var over = JobWatch.untilOver(demo, job, PATIENCE);
        assertThat(over.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(over.get("tasks").get(0).get("attempt").asInt()).isGreaterThanOrEqualTo(3);
        return over;
    }

    private static String imported(String fileKey) {
        return demo.data(
                        """
                        mutation($key: String!) {
                          createImportJob(createJobInput: {
                            jobName: "Assets" fileKey: $key jobType: IMPORT_ASSETS
                          }) { id }
                        }
                        """,
                        Map.of("key", fileKey))
                .at("/createImportJob/id")
                .asString();
    }

    private static boolean isBroken(int item) {
        return item % EVERY_NTH_IS_BROKEN == EVERY_NTH_IS_BROKEN - 1;
    }

    /// The hashes of the bytes by the ids of the assets.
    private static Map<String, String> expected() throws NoSuchAlgorithmException {
        var hashes = new HashMap<String, String>();
        for (var i = 0; i < ASSETS; i++) {
            if (!isBroken(i)) {
                var text = AssetArchives.text(i % CONTENTS);
                hashes.put("asset-" + i, sha256(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return hashes;
    }

    /// The same, as readers find them.
    private static Map<String, String> found() {
        var opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        var hashes = new HashMap<String, String>();
        for (var asset : new SearchIndex(opensearch, "demo.main.general").documents()) {
            var id = asset.get("externalId").asString();
            assertThat(hashes.put(id, asset.at("/file/sha256").asString())).as(id).isNull();
        }
        return hashes;
    }

    /// The hashes of the bytes that are stored.
    private static Iterable<String> stored() throws IOException, NoSuchAlgorithmException {
        var hashes = new ArrayList<String>();
        for (var blob : platform.blobs("demo")) {
            var hash = sha256(Files.readAllBytes(blob));
            assertThat(blob.getFileName()).hasToString(hash);
            hashes.add(hash);
        }
        return hashes;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
