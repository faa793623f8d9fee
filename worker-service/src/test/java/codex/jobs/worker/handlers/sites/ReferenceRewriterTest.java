package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Specification 3.8, "References": where they are, and what only looks like one.
class ReferenceRewriterTest {

    private static final String MADE = "ce4dAzkX2r8QmN0tLb7VyP3w";

    private static final Map<String, FieldType> FIELDS =
            Map.of(
                    "title", FieldType.TEXT,
                    "main", FieldType.REFERENCE,
                    "related", FieldType.REFERENCE,
                    "sections", FieldType.SECTION,
                    "image", FieldType.MEDIA,
                    "author", FieldType.AUTHOR,
                    "tags", FieldType.TAG,
                    "url", FieldType.URL,
                    "body", FieldType.RICH_TEXT,
                    "story", FieldType.RICH_CONTENT);

    /// Names what was asked for: `ENTRIES(a)`, or `(a)` where the place does not tell the kind.
    private static final ReferenceRewriter ASKED =
            new ReferenceRewriter((kind, id) -> (kind == null ? "" : kind) + "(" + id + ")");

    private static Object content(String alias, Object value) {
        return Objects.requireNonNull(ASKED.content(Map.of(alias, value), FIELDS).get(alias));
    }

    private static Object document(String key, Object value) {
        return Objects.requireNonNull(ASKED.document(Map.of(key, value)).get(key));
    }

    private static String inText(String text) {
        return (String) content("body", text);
    }

    @Test
    void fieldsOfReferencesLeadToEntriesAndSections() {
        assertThat(content("main", Map.of("id", "a"))).isEqualTo(Map.of("id", "ENTRIES(a)"));
        assertThat(content("related", List.of(Map.of("id", "a", "note", "a"), Map.of("id", "b"))))
                .isEqualTo(
                        List.of(
                                Map.of("id", "ENTRIES(a)", "note", "a"),
                                Map.of("id", "ENTRIES(b)")));
        assertThat(content("sections", List.of(Map.of("id", "s", "isMain", true))))
                .isEqualTo(List.of(Map.of("id", "SECTIONS(s)", "isMain", true)));
    }

    @Test
    void plainValuesAndWhatBelongsToTheOrganizationStay() {
        assertThat(content("title", MADE)).isEqualTo(MADE);
        assertThat(content("url", "/" + MADE)).isEqualTo("/" + MADE);
        assertThat(content("tags", List.of("a"))).isEqualTo(List.of("a"));
        assertThat(content("image", Map.of("id", "ca1"))).isEqualTo(Map.of("id", "ca1"));
        assertThat(content("author", Map.of("id", "ann"))).isEqualTo(Map.of("id", "ann"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "<a data-entry-id=\"a\">a</a> | <a data-entry-id=\"(a)\">a</a>",
                "<a data-entry-id = 'a'>a</a> | <a data-entry-id = '(a)'>a</a>",
                "<x entryid=\"a\" class=\"a\"/> | <x entryid=\"(a)\" class=\"a\"/>",
                "<h2 id=\"a\">a</h2> | <h2 id=\"a\">a</h2>",
                "<p data-block-id=\"a\"> | <p data-block-id=\"(a)\">",
                "<p blockid=\"a\"> | <p blockid=\"a\">",
                "ceremonies in celebration | ceremonies in celebration",
            })
    void attributesSayWhatIsAReference(String text, String expected) {
        assertThat(inText(text)).isEqualTo(expected);
    }

    @Test
    void idsThatAreMadeByCodexAreKnownByTheirForm() {
        assertThat(inText("see " + MADE + ", and x" + MADE + " or " + MADE + "-more"))
                .isEqualTo("see (" + MADE + "), and x" + MADE + " or (" + MADE + ")-more");
        assertThat(inText("<a href=\"/entries/" + MADE + "?x=1\">"))
                .isEqualTo("<a href=\"/entries/(" + MADE + ")?x=1\">");
    }

    /// Long ones that begin as ids do, which have capitals or digits behind that.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "certifications",
                "Our cerebrovascular center, counterclockwise",
                "customizations, clandestinely (contemporaneously) cultivated",
                "<b>estuary</b> cross-certifications/establishment",
                "<a href=\"/blog/celebrationsofall\">cell-biology</a>",
            })
    void ordinaryWordsAreNoIds(String text) {
        assertThat(inText(text)).isEqualTo(text);
    }

    @Test
    void aLongWordTakesNoLongerThanAnyOtherText() {
        var word = "aZ9_-".repeat(200_000) + "=\"" + "c".repeat(200_000);

        assertThat(inText(word)).isEqualTo(word);
    }

    @Test
    void blocksOfRichContentAreLookedThrough() {
        var block =
                Map.of(
                        "type",
                        "entry",
                        "contentHTML",
                        "<a data-id=\"a\">x</a>",
                        "content",
                        List.of(Map.of("type", "text", "text", "a", "attrs", Map.of())),
                        "attrs",
                        Map.of("entryId", "a", "blockId", "a", "align", "left"));

        assertThat(content("story", List.of(block)))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "type",
                                        "entry",
                                        "contentHTML",
                                        "<a data-id=\"(a)\">x</a>",
                                        "content",
                                        List.of(
                                                Map.of(
                                                        "type", "text",
                                                        "text", "a",
                                                        "attrs", Map.of())),
                                        "attrs",
                                        Map.of(
                                                "entryId", "(a)",
                                                "blockId", "a",
                                                "align", "left"))));
    }

    @Test
    void keysSayWhatIsAReferenceInListsAndViews() {
        assertThat(document("entries", List.of("a", "b"))).isEqualTo(List.of("(a)", "(b)"));
        assertThat(document("siteId", "s")).isEqualTo("(s)");
        assertThat(document("section_ids", List.of("s"))).isEqualTo(List.of("(s)"));
        assertThat(document("items", List.of(Map.of("entryId", "a", "label", "a"))))
                .isEqualTo(List.of(Map.of("entryId", "(a)", "label", "a")));
        for (var key : List.of("name", "alias", "title", "columns", "grid")) {
            assertThat(document(key, "a")).as(key).isEqualTo("a");
        }
        assertThat(document("siteId", "not an id")).isEqualTo("not an id");
    }

    @Test
    void whatOperatorsCompareBelongsToTheKeyAboveThem() {
        assertThat(
                        document(
                                "filter",
                                Map.of("SiteId", Map.of("In", List.of("s"), "_t", "StringFilter"))))
                .isEqualTo(Map.of("SiteId", Map.of("In", List.of("(s)"), "_t", "StringFilter")));
        assertThat(document("filter", Map.of("category", Map.of("Eq", "s"))))
                .isEqualTo(Map.of("category", Map.of("Eq", "s")));
    }

    @Test
    void textsThatHoldJsonAreLookedInto() {
        assertThat(
                        document(
                                "filter",
                                "{\"system\":{\"SiteId\":{\"In\":[\"s\"]}},\"n\":1.50,\"big\":12345678901234567890}"))
                .isEqualTo(
                        "{\"system\":{\"SiteId\":{\"In\":[\"(s)\"]}},\"n\":1.50,\"big\":12345678901234567890}");
        var kept = "{ \"name\": \"s\" }";
        assertThat(document("filter", kept)).isEqualTo(kept);
        assertThat(document("filter", "{ broken " + MADE + " }"))
                .isEqualTo("{ broken (" + MADE + ") }");
    }

    @Test
    void valuesOfFieldsThatNoModelHasAreLookedThroughToo() {
        assertThat(content("gone", Map.of("id", "a"))).isEqualTo(Map.of("id", "(a)"));
        assertThat(content("gone", "a")).isEqualTo("a");
    }

    @Test
    void referencesOfOneKindKeepTheirShape() {
        assertThat(ASKED.typed(ContentKind.ENTRIES, List.of("a", "b")))
                .isEqualTo(List.of("ENTRIES(a)", "ENTRIES(b)"));
        assertThat(ASKED.typed(ContentKind.SECTIONS, null)).isNull();
        assertThat(ASKED.typed(ContentKind.SECTIONS, 7)).isEqualTo(7);
    }
}
