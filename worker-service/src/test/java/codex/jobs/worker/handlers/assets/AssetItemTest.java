package codex.jobs.worker.handlers.assets;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.worker.handlers.items.ItemParser;
import codex.jobs.worker.handlers.items.ReadItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetItemTest {

    private static AssetItem item(String json) {
        return AssetItem.of(ReadItem.of(new ItemParser(1_000_000), 0, json));
    }

    private static List<String> said(AssetItem item) {
        return item.findings().lines(0, null, null, false).stream()
                .map(line -> line.code() + " " + line.path())
                .toList();
    }

    @Test
    void thePublishedExampleIsUnderstood() {
        var item =
                item(
                        """
                        {"id": "externalId1", "title": "t", "caption": "c", "alt": "a",
                         "author": "x", "source": "s", "provider": "p", "copyright ": "©",
                         "tags": ["one", " one ", "two"], "fileUrl": "https://cdn.example/a.png",
                         "folderId": null, "createdAt": "2024-04-04T00:00:00Z", "createdBy": "u",
                         "updatedAt": "2024-04-04T00:00:00Z", "updatedBy": "u",
                         "expiresAt": "2024-04-04T00:00:00Z",
                         "attrs": {"attributeName": "attributeValue", "gone": null}}
                        """);

        assertThat(said(item)).isEmpty();
        assertThat(item.id()).isEqualTo("externalId1");
        assertThat(item.values())
                .containsEntry("copyright", "©")
                .containsEntry("tags", List.of("one", "two"))
                .containsEntry("expiresAt", Instant.parse("2024-04-04T00:00:00Z"));
        assertThat(item.cleared()).containsExactly("folderId");
        assertThat(item.attrs())
                .containsEntry("attributeName", Optional.of("attributeValue"))
                .containsEntry("gone", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                              | ID_REQUIRED /id
                    {"id": " "}                                     | ID_REQUIRED /id
                    {"id": null}                                    | ID_REQUIRED /id
                    {"id": 7}                                       | INVALID_FIELD /id
                    {"id": "a", "fileUrl": "ftp://x/y"}             | INVALID_URL /fileUrl
                    {"id": "a", "fileUrl": "https://u:p@x/y"}       | INVALID_URL /fileUrl
                    {"id": "a", "fileUrl": "file:///etc/passwd"}    | INVALID_URL /fileUrl
                    {"id": "a", "fileUrl": "//x/y"}                 | INVALID_URL /fileUrl
                    {"id": "a", "fileUrl": "http:///y"}             | INVALID_URL /fileUrl
                    {"id": "a", "fileUrl": 5}                       | INVALID_URL /fileUrl
                    {"id": "a", "expiresAt": "tomorrow"}            | INVALID_DATE /expiresAt
                    {"id": "a", "createdAt": 5}                     | INVALID_DATE /createdAt
                    {"id": "a", "title": 5}                         | INVALID_FIELD /title
                    {"id": "a", "tags": "x"}                        | INVALID_FIELD /tags
                    {"id": "a", "tags": ["x", 5]}                   | INVALID_FIELD /tags/1
                    {"id": "a", "attrs": {"k": 5}}                  | INVALID_FIELD /attrs/k
                    {"id": "a", "nope": 1}                          | INVALID_FIELD /nope
                    """)
    void eachRuleNamesItsCodeAndItsPlace(String json, String expected) {
        assertThat(said(item(json))).containsExactly(expected);
    }

    @Test
    void ofTwoKeysThatDifferInBlanksTheLastOneCounts() {
        var item = item("{\"id\": \"a\", \"copyright\": \"x\", \"copyright \": \"y\"}");

        assertThat(said(item)).containsExactly("DUPLICATE_KEY /copyright ");
        assertThat(item.values()).containsEntry("copyright", "y");
    }

    @Test
    void allViolationsAreToldTogether() {
        assertThat(said(item("{\"title\": 1, \"expiresAt\": \"x\", \"fileUrl\": \"x:y\"}")))
                .containsExactly(
                        "INVALID_FIELD /title",
                        "INVALID_DATE /expiresAt",
                        "INVALID_URL /fileUrl",
                        "ID_REQUIRED /id");
    }
}
