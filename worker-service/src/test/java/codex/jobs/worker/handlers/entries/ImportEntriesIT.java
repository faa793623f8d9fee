package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogType;
import codex.jobs.worker.handlers.entries.ImportTrial.Imported;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImportEntriesIT {

    @RegisterExtension static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3);

    private final ImportTrial.Tenant tenant = trial.tenant();

    private static String item(String id, String content) {
        return "{\"id\": \"%s\", \"system\": {\"status\": 1}, \"content\": %s}"
                .formatted(id, content);
    }

    private static String items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        item("a" + i, "{\"title\": \"T" + i + "\", \"url\": \"/u/" + i + "\"}"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void everyKindOfFieldIsStoredAsDocumented() throws Exception {
        var imported =
                tenant.imported(
                        """
                        {"id": "a1",
                         "system": {"status": "published", "createdAt": "2023-08-22T14:19:35.811Z",
                           "versionId": "x", "metrics": {"wordCount": 5},
                           "labels": [{"id": "checked"}, {"id": "nope"}]},
                         "content": {"title": "Hello World.", "body": "<p>One two. Three!</p>",
                           "count": 3, "price": 9.90, "hot": true, "at": "2024-01-01T00:00:00+01:00",
                           "where": {"lat": 42.66, "lon": 21.16}, "url": "a//b/",
                           "tags": ["Summer", "summer ", "Sun"], "image": "image-1",
                           "author": {"id": "ada"}, "sections": [{"id": "politics"}, {"id": "sports"}],
                           "rich": [{"type": "p", "content": [{"type": "text", "text": "four five"}]}]},
                         "attrs": {"source": "wire"}}
                        """);

        assertThat(imported.counts()).isEqualTo("1/0/0/0/0");
        var entry = tenant.entry("a1");
        assertThat(entry.getString("_id")).startsWith("ce").hasSize(24);
        var system = entry.get("system", Document.class);
        assertThat(system.getInteger("status")).isEqualTo(1);
        assertThat(system.getString("title")).isEqualTo("Hello World.");
        assertThat(system.getString("modelId")).isEqualTo("mdarticle");
        assertThat(system.getDate("createdAt").toInstant()).hasToString("2023-08-22T14:19:35.811Z");
        assertThat(system.getDate("firstPublishedAt")).isEqualTo(system.getDate("publishedAt"));
        assertThat(system.get("metrics", Document.class).getLong("wordCount")).isEqualTo(7);
        assertThat(system.getList("labels", Document.class))
                .containsExactly(new Document("id", "checked"));
        var content = entry.get("content", Document.class);
        assertThat(content.getString("url")).isEqualTo("/a/b/");
        assertThat(content.get("image", Document.class).getString("id")).isEqualTo("ca1");
        assertThat(content.getDate("at").toInstant()).hasToString("2023-12-31T23:00:00Z");
        assertThat(content.get("price")).hasToString("9.90");
        assertThat(content.getList("sections", Document.class))
                .extracting(section -> section.getBoolean("isMain"))
                .containsExactly(true, false);
        assertThat(tenant.all(ContentKind.TAGS))
                .extracting(tag -> tag.getString("key"))
                .containsExactlyInAnyOrder("summer", "sun");
        assertThat(tenant.all(ContentKind.URLS))
                .extracting(url -> url.getString("url"))
                .containsExactly("/a/b/");
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS))
                .extracting(version -> version.getString("_id"))
                .containsExactly(system.getString("versionId"));
        assertThat(imported.said(LogType.WARNING))
                .containsExactlyInAnyOrder(
                        "0 LABEL_NOT_FOUND /system/labels/1",
                        "0 MAIN_SECTION_CHOSEN /content/sections");
        assertThat(imported.trial().lines())
                .extracting(line -> line.code())
                .contains("GENERATED_IGNORED");
    }

    @Test
    void everyViolationOfAnItemIsReportedTogether() throws Exception {
        var imported =
                tenant.imported(
                        "[%s]"
                                .formatted(
                                        item(
                                                "a1",
                                                """
                                                {"title": 5, "nope": 1, "count": 11, "kind": "c",
                                                 "at": "yesterday", "url": "http://x/", "code": "a"}
                                                """)));

        assertThat(imported.code()).isEqualTo("ALL_ITEMS_FAILED");
        assertThat(imported.counts()).isEqualTo("0/0/0/0/1");
        assertThat(imported.said(LogType.ERROR))
                .containsExactlyInAnyOrder(
                        "0 INVALID_TYPE /content/title",
                        "0 UNKNOWN_FIELD /content/nope",
                        "0 TOO_BIG /content/count",
                        "0 VALUE_NOT_ALLOWED /content/kind",
                        "0 INVALID_DATE /content/at",
                        "0 INVALID_URL /content/url",
                        "0 PATTERN_MISMATCH /content/code",
                        "0 REQUIRED_FIELD /content/title");
        assertThat(tenant.all(ContentKind.ENTRIES)).isEmpty();
    }

    @Test
    void aStoppedImportGoesOnWhereItWas() throws Exception {
        var file = tenant.upload("f", items(1_234).getBytes(StandardCharsets.UTF_8));
        var job = tenant.job(file).stoppedAfterChunk(0);

        assertThat(job.attempt(TaskType.PROCESS_ENTRIES, tenant.handler())).isEmpty();
        assertThat(tenant.all(ContentKind.ENTRIES)).hasSize(500);
        job.stoppedAfterChunk(1).attempt(TaskType.PROCESS_ENTRIES, tenant.handler());
        var outcome =
                job.undisturbed().attempt(TaskType.PROCESS_ENTRIES, tenant.handler()).orElseThrow();

        assertThat(new Imported(outcome, job).counts()).isEqualTo("1234/0/0/0/0");
        assertThat(tenant.all(ContentKind.ENTRIES)).hasSize(1_234);
        assertThat(tenant.all(ContentKind.URLS)).hasSize(1_234);
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).hasSize(1_234);
    }

    @Test
    void referencesMayPointForwardsAndBackwards() throws Exception {
        var imported =
                tenant.imported(
                        "["
                                + item(
                                        "a1",
                                        "{\"title\": \"1\", \"related\": [\"a2\", \"gone\", \"a3\"]}")
                                + ","
                                + item("a2", "{\"title\": \"2\", \"related\": [{\"id\": \"a1\"}]}")
                                + ","
                                + item("a3", "{\"title\": \"3\", \"related\": [{\"id\": \"a3\"}]}")
                                + "]");

        assertThat(imported.counts()).isEqualTo("3/0/0/0/0");
        assertThat(tenant.entry("a1").getList("references", String.class))
                .containsExactly(
                        tenant.entry("a2").getString("_id"), tenant.entry("a3").getString("_id"));
        assertThat(tenant.entry("a2").getList("references", String.class))
                .containsExactly(tenant.entry("a1").getString("_id"));
        assertThat(tenant.entry("a3").getList("references", String.class))
                .containsExactly(tenant.entry("a3").getString("_id"));
        assertThat(imported.said(LogType.ERROR))
                .containsExactly("0 REFERENCE_NOT_FOUND /content/related/1");
        assertThat(imported.said(LogType.WARNING))
                .containsExactly("0 IMPORTED_AS_DRAFT /system/status");
        assertThat(ImportTrial.system(tenant.entry("a1"))).containsEntry("status", 3);
        assertThat(ImportTrial.system(tenant.entry("a2"))).containsEntry("status", 1);
    }

    @Test
    void whatARequiredReferencePointsToIsWaitedFor() throws Exception {
        tenant.model = "note";
        var chain =
                IntStream.range(0, 5)
                        .mapToObj(i -> item("n" + i, "{\"about\": {\"id\": \"n" + (i + 1) + "\"}}"))
                        .collect(Collectors.joining("\n"));
        var end =
                "{\"id\": \"n5\", \"system\": {\"modelAlias\": \"article\"}, \"content\": {\"title\": \"x\"}}";
        var lost = item("n9", "{\"about\": {\"id\": \"gone\"}}");

        var imported = tenant.imported(chain + "\n" + end + "\n" + lost + "\n");

        assertThat(imported.counts()).isEqualTo("6/0/0/0/1");
        assertThat(imported.said(LogType.ERROR))
                .containsExactly("6 REFERENCE_NOT_FOUND /content/about");
        assertThat(tenant.entry("n0").getList("references", String.class))
                .containsExactly(tenant.entry("n1").getString("_id"));
    }

    @Test
    void conflictModesDecideAboutExistingEntries() throws Exception {
        tenant.imported("[" + item("a1", "{\"title\": \"old\", \"body\": \"kept\"}") + "]");

        tenant.mode = ImportConflictMode.CREATE_ONLY;
        var created =
                tenant.imported(
                        "["
                                + item("a1", "{\"title\": \"x\"}")
                                + ","
                                + item("b1", "{\"title\": \"b\"}")
                                + "]");
        assertThat(created.counts()).isEqualTo("1/0/0/1/0");
        assertThat(created.said(LogType.WARNING)).containsExactly("0 ENTRY_EXISTS /id");

        tenant.mode = ImportConflictMode.UPDATE_ONLY;
        var updated =
                tenant.imported(
                        "["
                                + item("a1", "{\"title\": \"y\"}")
                                + ","
                                + item("c1", "{\"title\": \"c\"}")
                                + "]");
        assertThat(updated.counts()).isEqualTo("0/1/0/0/1");
        assertThat(updated.said(LogType.ERROR)).containsExactly("1 ENTRY_NOT_FOUND /id");
        assertThat(tenant.entry("a1").get("content", Document.class))
                .containsEntry("title", "y")
                .containsEntry("body", "kept");
        var stale =
                tenant.imported(
                        "{\"id\": \"a1\", \"system\": {\"versionId\": \"old\"}, \"content\": {}}");
        assertThat(stale.said(LogType.ERROR))
                .containsExactly("0 VERSION_MISMATCH /system/versionId");

        tenant.mode = ImportConflictMode.REPLACE;
        assertThat(tenant.imported("[" + item("a1", "{\"title\": \"z\"}") + "]").counts())
                .isEqualTo("0/1/0/0/0");
        assertThat(tenant.entry("a1").get("content", Document.class)).containsOnlyKeys("title");

        tenant.mode = ImportConflictMode.UPSERT;
        var id = tenant.entry("a1").getString("_id");
        assertThat(
                        tenant.imported(
                                        "{\"id\": \"%s\", \"content\": {\"body\": \"by id\"}}"
                                                .formatted(id))
                                .counts())
                .isEqualTo("0/1/0/0/0");
        assertThat(tenant.entry("a1").get("content", Document.class))
                .containsEntry("title", "z")
                .containsEntry("body", "by id");
        assertThat(ImportTrial.system(tenant.entry("a1"))).containsEntry("status", 1);
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() throws Exception {
        var file =
                "["
                        + item(
                                "a1",
                                "{\"title\": \"1\", \"related\": [\"a3\", \"gone\"], \"url\": \"/x\"}")
                        + ","
                        + item("a2", "{\"title\": \"2\", \"url\": \"/x\"}")
                        + ","
                        + item("a3", "{\"title\": \"3\", \"tags\": [\"t\"]}")
                        + ","
                        + item("a1", "{\"title\": \"again\"}")
                        + "]";

        tenant.dryRun = true;
        var dry = tenant.imported(file);
        assertThat(tenant.all(ContentKind.ENTRIES)).isEmpty();
        assertThat(tenant.all(ContentKind.TAGS)).isEmpty();
        assertThat(tenant.all(ContentKind.URLS)).isEmpty();
        tenant.dryRun = false;
        var real = tenant.imported(file);

        assertThat(dry.counts()).isEqualTo("2/1/0/0/1").isEqualTo(real.counts());
        for (var type : LogType.values()) {
            assertThat(dry.said(type)).isEqualTo(real.said(type));
        }
        assertThat(real.said(LogType.ERROR))
                .containsExactlyInAnyOrder(
                        "1 URL_TAKEN /content/url", "3 REFERENCE_NOT_FOUND /content/related/1");
    }

    @Test
    void deletedEntriesGiveTheirUrlsBack() throws Exception {
        tenant.imported("[" + item("a1", "{\"title\": \"1\", \"url\": \"/x\"}") + "]");

        var deleted =
                tenant.imported(
                        "[{\"id\": \"a1\", \"system\": {\"status\": \"DELETED\"}},"
                                + "{\"id\": \"a9\", \"system\": {\"status\": 2}},"
                                + item("a2", "{\"title\": \"2\", \"url\": \"/x\"}")
                                + "]");

        assertThat(deleted.counts()).isEqualTo("1/0/1/1/0");
        assertThat(tenant.all(ContentKind.URLS))
                .extracting(url -> url.getString("entityId"))
                .containsExactly(tenant.entry("a2").getString("_id"));
    }

    @Test
    void tooManyErrorsEndTheJob() throws Exception {
        tenant.maxErrors = 1;

        var imported = tenant.imported("[1, 2, " + item("a1", "{\"title\": \"1\"}") + "]");

        assertThat(imported.code()).isEqualTo("MAX_ERRORS_EXCEEDED");
        assertThat(imported.said(LogType.ERROR)).hasSize(2);
    }

    @Test
    void unknownNamesFailTheItemOnly() throws Exception {
        tenant.site = null;
        tenant.model = null;

        var imported =
                tenant.imported(
                        List.of(
                                        "{\"system\": {}}",
                                        "{\"system\": {\"siteId\": \"no\"}}",
                                        "{\"system\": {\"siteId\": \"s1\"}}",
                                        "{\"system\": {\"siteId\": \"s1\", \"modelAlias\": \"no\"}}",
                                        "{\"system\": {\"siteId\": \"s1\", \"modelAlias\": \"Article\", \"status\": 9}}",
                                        "{\"system\": {\"siteId\": \"s1\", \"modelAlias\": \"Article\"}, \"content\": {\"title\": \"ok\"}}")
                                .stream()
                                .collect(Collectors.joining("\n")));

        assertThat(imported.counts()).isEqualTo("1/0/0/0/5");
        assertThat(imported.said(LogType.ERROR))
                .containsExactly(
                        "0 SITE_REQUIRED /system/siteId",
                        "1 SITE_NOT_FOUND /system/siteId",
                        "2 MODEL_REQUIRED /system/modelAlias",
                        "3 MODEL_NOT_FOUND /system/modelAlias",
                        "4 INVALID_STATUS /system/status");
        var entry = tenant.all(ContentKind.ENTRIES).getFirst();
        assertThat(ImportTrial.system(entry)).containsEntry("externalId", entry.getString("_id"));
        assertThat(ImportTrial.system(entry)).containsEntry("status", 3);
    }
}
