package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said of which item (specification 3.2), as a table.
@DisplayName("an import says of")
class ItemCodesIT {

    @RegisterExtension static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3);

    private static final int PUBLISHED = 1;
    private static final int DRAFT = 3;

    private static final List<Document> MODELS =
            List.of(
                    Document.parse(
                            """
                            {_id: 'mdlimits', alias: 'limits', name: 'Limits', status: 1, fields: [
                              {alias: 'text', name: 'T', type: 'TEXT', validations: {minLength: 3}},
                              {alias: 'number', name: 'N', type: 'INTEGER', validations: {min: 5}},
                              {alias: 'texts', name: 'S', type: 'TEXT', list: true,
                               validations: {minItems: 2, maxItems: 3, minLength: 2}},
                              {alias: 'notes', name: 'R', type: 'REFERENCE', list: true,
                               validations: {models: ['mdnote'], minItems: 2, maxItems: 3}},
                              {alias: 'note', name: 'O', type: 'REFERENCE',
                               validations: {models: ['mdnote']}}
                            ]}
                            """),
                    Document.parse(
                            """
                            {_id: 'mdother', alias: 'other', name: 'Other', status: 1, fields: [],
                             siteConfigurations: [{siteId: 's2'}]}
                            """));

    /// What every row finds in its site: an article and two notes.
    private static final String KNOWN =
            """
            {"id": "known", "system": {"status": 1}, "content": {"title": "T", "code": "TAKEN"}}
            {"id": "n1", "system": {"modelAlias": "note"}, "content": {"about": "known"}}
            {"id": "n2", "system": {"modelAlias": "note"}, "content": {"about": "known"}}
            """;

    /// @param file the items, one a line
    /// @param said of all of them, as `type item code place`
    /// @param counts `created/updated/deleted/skipped/failed`
    /// @param status of the first entry once the import is over; 0 if there is none
    record Row(String name, String file, List<String> said, String counts, int status) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row refused(String name, String item, String... said) {
        return new Row(name, item, List.of(said), "0/0/0/0/1", 0);
    }

    /// It is imported, but not published as it should be.
    private static Row drafted(String name, String item, String said) {
        return new Row(
                name,
                item,
                List.of(said, "WARNING 0 IMPORTED_AS_DRAFT /system/status"),
                "1/0/0/0/0",
                DRAFT);
    }

    private static String article(String content) {
        return "{\"id\": \"a\", \"system\": {\"status\": 1}, \"content\": {\"title\": \"T\", %s}}"
                .formatted(content);
    }

    private static String limits(String content) {
        return "{\"id\": \"a\", \"system\": {\"status\": 1, \"modelAlias\": \"limits\"}, \"content\": {%s}}"
                .formatted(content);
    }

    private static String note(String id) {
        return "\n{\"id\": \"%s\", \"system\": {\"modelAlias\": \"note\"}, \"content\": {\"about\": \"known\"}}"
                .formatted(id);
    }

    static List<Row> rows() {
        return List.of(
                refused(
                        "a section that the site does not have",
                        article("\"sections\": [{\"id\": \"politics\", \"isMain\": true}, \"no\"]"),
                        "ERROR 0 SECTION_NOT_FOUND /content/sections/1"),
                refused(
                        "two main sections",
                        article(
                                """
                                "sections": [{"id": "politics", "isMain": true},
                                 {"id": "sports", "isMain": true}]\
                                """
                                        .replace("\n", "")),
                        "ERROR 0 SEVERAL_MAIN_SECTIONS /content/sections/1"),
                drafted(
                        "a schedule without a time",
                        "{\"id\": \"a\", \"system\": {\"status\": \"SCHEDULED\"}, \"content\": {\"title\": \"T\"}}",
                        "ERROR 0 INVALID_SCHEDULE /system/publishedAt"),
                drafted(
                        "a schedule in the past",
                        "{\"id\": \"a\", \"system\": {\"status\": 6, \"publishedAt\": \"2024-01-01T00:00:00Z\"}, \"content\": {\"title\": \"T\"}}",
                        "ERROR 0 INVALID_SCHEDULE /system/publishedAt"),
                new Row(
                        "a schedule in the future",
                        "{\"id\": \"a\", \"system\": {\"status\": 6, \"publishedAt\": \"9999-01-01T00:00:00Z\"}, \"content\": {\"title\": \"T\"}}",
                        List.of(),
                        "1/0/0/0/0",
                        6),
                drafted(
                        "a published entry that is not complete",
                        "{\"id\": \"a\", \"system\": {\"status\": \"PUBLISHED\"}, \"content\": {}}",
                        "ERROR 0 REQUIRED_FIELD /content/title"),
                new Row(
                        "a draft that is not complete",
                        "{\"id\": \"a\", \"content\": {}}",
                        List.of("WARNING 0 REQUIRED_FIELD /content/title"),
                        "1/0/0/0/0",
                        DRAFT),
                drafted(
                        "a value that another entry has",
                        article("\"code\": \"TAKEN\""),
                        "ERROR 0 NOT_UNIQUE /content/code"),
                new Row(
                        "a value that another item has",
                        article("\"code\": \"NEW\"")
                                + "\n"
                                + article("\"code\": \"NEW\"").replace("\"a\"", "\"b\""),
                        List.of(
                                "ERROR 1 NOT_UNIQUE /content/code",
                                "WARNING 1 IMPORTED_AS_DRAFT /system/status"),
                        "2/0/0/0/0",
                        PUBLISHED),
                refused(
                        "an entry of another model",
                        "{\"id\": \"known\", \"system\": {\"modelAlias\": \"limits\"}, \"content\": {}}",
                        "ERROR 0 MODEL_MISMATCH /system/modelAlias"),
                refused(
                        "an entry of another model, by its id",
                        "{\"id\": \"known\", \"system\": {\"modelId\": \"mdlimits\"}, \"content\": {}}",
                        "ERROR 0 MODEL_MISMATCH /system/modelId"),
                refused(
                        "a model that the site does not use",
                        "{\"id\": \"a\", \"system\": {\"modelAlias\": \"other\"}, \"content\": {}}",
                        "ERROR 0 MODEL_NOT_ON_SITE /system/modelAlias"),
                refused(
                        "a model that does not exist, by its id",
                        "{\"id\": \"a\", \"system\": {\"modelId\": \"mdno\"}, \"content\": {}}",
                        "ERROR 0 MODEL_NOT_FOUND /system/modelId"),
                drafted(
                        "a reference to a model that the field does not take",
                        limits("\"note\": \"known\""),
                        "ERROR 0 REFERENCE_NOT_ALLOWED /content/note"),
                new Row(
                        "references that the field does not take, one of them ahead",
                        limits("\"notes\": [\"n1\", \"known\", \"n2\", \"b\"]")
                                + "\n"
                                + article("\"code\": \"B\"").replace("\"a\"", "\"b\""),
                        List.of(
                                "ERROR 0 REFERENCE_NOT_ALLOWED /content/notes/1",
                                "ERROR 0 REFERENCE_NOT_ALLOWED /content/notes/3",
                                "WARNING 0 IMPORTED_AS_DRAFT /system/status"),
                        "2/0/0/0/0",
                        DRAFT),
                drafted(
                        "an author that does not exist",
                        article("\"author\": {\"id\": \"nobody\"}"),
                        "ERROR 0 AUTHOR_NOT_FOUND /content/author"),
                drafted(
                        "an asset that does not exist",
                        article("\"image\": \"none\""),
                        "ERROR 0 ASSET_NOT_FOUND /content/image"),
                refused(
                        "a tag without a name",
                        article("\"tags\": [\"Sun\", \" \"]"),
                        "ERROR 0 INVALID_TAG /content/tags/1"),
                refused(
                        "a tag that is too long",
                        article("\"tags\": [\"" + "x".repeat(257) + "\"]"),
                        "ERROR 0 INVALID_TAG /content/tags/0"),
                refused(
                        "an id that is too long",
                        article("\"body\": \"\"").replace("\"a\"", "\"" + "x".repeat(257) + "\""),
                        "ERROR 0 INVALID_ID /id"),
                refused(
                        "an external id that is too long",
                        "{\"system\": {\"externalId\": \"%s\"}}".formatted("x".repeat(257)),
                        "ERROR 0 INVALID_ID /system/externalId"),
                drafted(
                        "a text that is too short",
                        limits("\"text\": \"ab\""),
                        "ERROR 0 TOO_SHORT /content/text"),
                drafted(
                        "a text in a list that is too short",
                        limits("\"texts\": [\"ab\", \"b\"]"),
                        "ERROR 0 TOO_SHORT /content/texts/1"),
                drafted(
                        "a text that is too long",
                        article("\"body\": \"\"").replace("\"T\"", "\"" + "x".repeat(21) + "\""),
                        "ERROR 0 TOO_LONG /content/title"),
                drafted(
                        "a number that is too small",
                        limits("\"number\": 4"),
                        "ERROR 0 TOO_SMALL /content/number"),
                drafted(
                        "too few values",
                        limits("\"texts\": [\"ab\"]"),
                        "ERROR 0 TOO_FEW_ITEMS /content/texts"),
                drafted(
                        "too many values",
                        limits("\"texts\": [\"ab\", \"bc\", \"cd\", \"de\"]"),
                        "ERROR 0 TOO_MANY_ITEMS /content/texts"),
                drafted(
                        "too few references",
                        limits("\"notes\": [\"n1\"]"),
                        "ERROR 0 TOO_FEW_ITEMS /content/notes"),
                new Row(
                        "too many references, one of them ahead",
                        limits("\"notes\": [\"n1\", \"n2\", \"n1\", \"n3\"]") + note("n3"),
                        List.of(
                                "ERROR 0 TOO_MANY_ITEMS /content/notes",
                                "WARNING 0 IMPORTED_AS_DRAFT /system/status"),
                        "2/0/0/0/0",
                        DRAFT),
                new Row(
                        "as many references as may be, one of them ahead",
                        limits("\"notes\": [\"n1\", \"n3\"]") + note("n3"),
                        List.of(),
                        "2/0/0/0/0",
                        PUBLISHED),
                new Row(
                        "an id that was there before",
                        article("\"body\": \"1\"") + "\n" + article("\"body\": \"2\""),
                        List.of("WARNING 1 DUPLICATE_ID /id"),
                        "1/1/0/0/0",
                        PUBLISHED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theItem(Row row) throws Exception {
        var tenant = trial.tenant();
        tenant.collection(ContentKind.MODELS).insertMany(MODELS);
        assertThat(tenant.imported(KNOWN).counts()).isEqualTo("3/0/0/0/0");

        var imported = tenant.imported(row.file() + "\n");

        assertThat(imported.itemLines())
                .extracting(line ->
                        "%s %s %s %s"
                                .formatted(line.type(), line.itemIndex(), line.code(), line.path()))
                .containsExactlyInAnyOrderElementsOf(row.said());
        assertThat(imported.counts()).isEqualTo(row.counts());
        assertThat(status(tenant)).isEqualTo(row.status());
    }

    private static int status(ImportTrial.Tenant tenant) {
        var found =
                tenant.collection(ContentKind.ENTRIES)
                        .find(new Document("system.externalId", "a"))
                        .first();
        Map<String, Object> system =
                found == null ? Map.of("status", 0) : ImportTrial.system(found);
        return ((Number) Objects.requireNonNull(system.get("status"))).intValue();
    }
}
