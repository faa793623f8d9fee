package codex.jobs.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.filter.FilterFinding.Code;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The two examples of the public documentation, letter for letter, and what is near them.
@DisplayName("the published filters")
class PublishedFilterTest {

    private static final String DELETE =
            """
            {"system":{"SiteId":{"In":["your_site_id"],"_t":"StringFilter"},\
            "ModelId":{"In":["your_model_id"],"_t":"StringFilter"},"_t":"EntrySystemFilter"}}\
            """;

    private static final String EXPORT =
            """
            {"system":{"_t":"StringFilter"},"ModelId":{"In":["your_model_id"],\
            "_t":"StringFilter"},"_t":"EntrySystemFilter"}}\
            """;

    private static final String EXPORT_MEANT =
            """
            {"system":{"ModelId":{"In":["your_model_id"],"_t":"StringFilter"},\
            "_t":"EntrySystemFilter"}}\
            """;

    @ParameterizedTest
    @EnumSource(FilterMode.class)
    void theOneForDeletesIsUnderstood(FilterMode mode) {
        var parsed = Filters.parse(DELETE, mode);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).isEmpty();
        assertThat(parsed.filter().json()).isEqualTo(DELETE);
    }

    @Test
    void theOneForExportsIsRepairedWithAWarning() {
        var parsed = Filters.parse(EXPORT, FilterMode.LENIENT);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.filter().json()).isEqualTo(EXPORT_MEANT);
        assertThat(parsed.warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.code()).isEqualTo(Code.FILTER_REPAIRED);
                    assertThat(warning.message()).endsWith(EXPORT_MEANT);
                });
    }

    @Test
    void theOneForExportsIsRefusedWhereNothingIsForgiven() {
        var parsed = Filters.parse(EXPORT, FilterMode.STRICT);

        assertThat(parsed.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo(Code.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"system\":{\"SiteId\":{\"Eq\":\"a\"}}}}",
                "{\"system\":{\"SiteId\":{\"Eq\":\"a\"}}} } }\n}",
                "{\"SiteId\":{\"Eq\":\"a\"}}}",
            })
    void closingBracesTooManyAreDropped(String text) {
        var parsed = Filters.parse(text, FilterMode.LENIENT);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).hasSize(1);
        assertThat(parsed.filter())
                .isEqualTo(
                        Filters.parse("{\"system\":{\"SiteId\":{\"Eq\":\"a\"}}}", FilterMode.STRICT)
                                .filter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // nothing but braces is dropped, and nothing is repaired without them
                "{\"SiteId\":{\"Eq\":\"a\"}}",
                "{\"system\":{\"_t\":\"StringFilter\"}}",
                "{\"system\":{}}]",
                "{\"system\":{}},}",
                "{\"system\":{}",
                // and the rest must be right
                "{\"Foo\":{\"Eq\":\"a\"}}}",
                "{\"And\":[]}}",
                "{\"system\":{\"SiteId\":{\"_t\":\"StringFilter\"}}}}",
                "{\"system\":{\"SiteId\":{\"Eq\":\"a\"}},\"SiteId\":{\"Eq\":\"b\"}}}",
                "{\"system\":{\"_t\":\"StringFilter\",\"SiteId\":{\"Eq\":\"a\"}}}}",
                "[]}",
            })
    void nothingElseIsForgiven(String text) {
        assertThat(Filters.parse(text, FilterMode.LENIENT).errors()).isNotEmpty();
    }

    @Test
    void mistakesInARepairedFilterStandWhereTheClientWroteThem() {
        var parsed = Filters.parse("{\"SiteId\":{\"Eq\":1}}}", FilterMode.LENIENT);

        assertThat(parsed.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.pointer()).isEqualTo("/SiteId/Eq"));
    }
}
