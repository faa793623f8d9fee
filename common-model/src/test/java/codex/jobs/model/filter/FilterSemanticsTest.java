package codex.jobs.model.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What filters mean, by example. Quotes are written as apostrophes.
@DisplayName("a filter")
class FilterSemanticsTest {

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00.007Z");

    private static final List<Map<String, Object>> ENTRIES =
            List.of(
                    entry(
                            "full",
                            Map.of(
                                    "siteId",
                                    "s1",
                                    "status",
                                    1,
                                    "title",
                                    "Über Ärger",
                                    "labels",
                                    List.of(Map.of("id", "l1"), Map.of("id", "l2")),
                                    "createdAt",
                                    Date.from(NEW_YEAR)),
                            Map.of(
                                    "colours",
                                    List.of("red", "blue"),
                                    "price",
                                    new BigDecimal("1.50"),
                                    "level",
                                    5L,
                                    "isHot",
                                    true,
                                    "writer",
                                    Map.of("id", "ada"),
                                    "sections",
                                    List.of(Map.of("id", "a"), Map.of("id", "b")),
                                    "from",
                                    NEW_YEAR,
                                    "sizes",
                                    List.of(1L, 10L))),
                    entry("bare", Map.of("siteId", "s2", "status", 3), Map.of()),
                    entry(
                            "odd",
                            Map.of("siteId", "s1", "status", 2, "title", "", "labels", List.of()),
                            odd()),
                    Map.of("_id", "nothing"));

    private static Map<String, Object> odd() {
        var odd = new HashMap<String, Object>();
        odd.put("colours", List.of());
        odd.put("price", null);
        odd.put("level", 5);
        odd.put("isHot", "true");
        odd.put("writer", Arrays.asList(null, "ada"));
        odd.put("from", "2026-01-01T00:00:00.007Z");
        odd.put("sizes", List.of(List.of(1L), 1.5d, "10"));
        return odd;
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                arguments("{}", "full bare odd nothing"),
                arguments("{'system':{'SiteId':{'Eq':'s1'}}}", "full odd"),
                arguments("{'system':{'SiteId':{'Eq':'S1'}}}", ""),
                arguments("{'system':{'SiteId':{'Ne':'s1'}}}", "bare nothing"),
                arguments("{'system':{'SiteId':{'In':['s1','s2']}}}", "full bare odd"),
                arguments("{'system':{'SiteId':{'In':[]}}}", ""),
                arguments("{'system':{'SiteId':{'Nin':['s1','s2']}}}", "nothing"),
                arguments("{'system':{'SiteId':{'Nin':[]}}}", "full bare odd nothing"),
                arguments("{'system':{'Id':{'StartsWith':'b'}}}", "bare"),
                arguments("{'system':{'Title':{'Exists':true}}}", "full odd"),
                arguments("{'system':{'Title':{'Exists':false}}}", "bare nothing"),
                arguments("{'system':{'Title':{'Eq':''}}}", "odd"),
                arguments("{'system':{'Title':{'Contains':'r Ä'}}}", "full"),
                arguments("{'system':{'Title':{'Contains':'ä'}}}", ""),
                arguments("{'system':{'Title':{'Contains':'.'}}}", ""),
                arguments("{'system':{'Title':{'StartsWith':'Über'}}}", "full"),
                arguments("{'system':{'Title':{'StartsWith':'ber'}}}", ""),
                arguments("{'system':{'Labels':{'Eq':'l2'}}}", "full"),
                arguments("{'system':{'Labels':{'Ne':'l2'}}}", "bare odd nothing"),
                arguments("{'system':{'Labels':{'Exists':true}}}", "full"),
                arguments("{'system':{'Status':{'In':['DELETED',3]}}}", "bare odd"),
                arguments("{'system':{'Status':{'Nin':['DELETED',3]}}}", "full nothing"),
                arguments(
                        "{'system':{'CreatedAt':{'Gte':'2026-01-01T01:00:00.0070001+01:00'}}}",
                        "full"),
                arguments("{'system':{'CreatedAt':{'Gt':'2026-01-01T00:00:00.007Z'}}}", ""),
                arguments("{'system':{'CreatedAt':{'Lt':'2026-01-01T00:00:00.008Z'}}}", "full"),
                arguments("{'system':{'CreatedAt':{'Lte':'2026-01-01T00:00:00Z'}}}", ""),
                arguments("{'content':{'colours':{'Eq':'blue','_t':'StringFilter'}}}", "full"),
                arguments(
                        "{'content':{'colours':{'Ne':'blue','_t':'StringFilter'}}}",
                        "bare odd nothing"),
                arguments(
                        "{'content':{'colours':{'Exists':false,'_t':'StringFilter'}}}",
                        "bare odd nothing"),
                arguments("{'content':{'price':{'Eq':1.5,'_t':'NumberFilter'}}}", "full"),
                arguments("{'content':{'price':{'Exists':true,'_t':'NumberFilter'}}}", "full"),
                arguments("{'content':{'level':{'Eq':5.0,'_t':'NumberFilter'}}}", "full odd"),
                arguments("{'content':{'level':{'Eq':'5','_t':'StringFilter'}}}", ""),
                arguments("{'content':{'isHot':{'Eq':true,'_t':'BooleanFilter'}}}", "full"),
                arguments("{'content':{'isHot':{'Exists':true,'_t':'BooleanFilter'}}}", "full"),
                arguments("{'content':{'isHot':{'Exists':true,'_t':'StringFilter'}}}", "odd"),
                arguments("{'content':{'writer':{'Eq':'ada','_t':'StringFilter'}}}", "full odd"),
                arguments("{'content':{'sections':{'Eq':'b','_t':'StringFilter'}}}", "full"),
                arguments(
                        "{'content':{'from':{'Eq':'2026-01-01T00:00:00.007Z','_t':'DateTimeFilter'}}}",
                        "full"),
                // each operator may be met by another value of a list, and lists are one level
                arguments("{'content':{'sizes':{'Gt':2,'Lt':3,'_t':'NumberFilter'}}}", "full"),
                arguments("{'content':{'sizes':{'Gt':10,'Lt':3,'_t':'NumberFilter'}}}", ""),
                arguments(
                        "{'content':{'sizes':{'Gt':1,'Lt':1.6,'_t':'NumberFilter'}}}", "full odd"),
                arguments("{'content':{'sizes':{'Eq':1,'_t':'NumberFilter'}}}", "full"),
                arguments(
                        "{'Or':[{'system':{'Id':{'Eq':'bare'}}},{'system':{'Id':{'Eq':'odd'}}}]}",
                        "bare odd"),
                arguments(
                        "{'And':[{'system':{'SiteId':{'Eq':'s1'}}},{'system':{'Id':{'Ne':'odd'}}}]}",
                        "full"),
                arguments("{'Not':{'system':{'SiteId':{'Eq':'s1'}}}}", "bare nothing"),
                arguments("{'Not':{}}", ""));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void meansThese(String filter, String ids) {
        assertThat(ids(filter(filter)))
                .containsExactly((Object[]) (ids.isEmpty() ? new String[0] : ids.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740992, false",
        "9007199254740993, 9007199254740993.0, true",
        "0.1, 0.10, true",
        "0.1, 0.1000000000000000055511151231257827021181583404541015625, false",
        "1E+6000, 10E+5999, true",
        "0, -0.0, true",
    })
    void comparesNumbersByTheirExactValue(BigDecimal stored, BigDecimal asked, boolean areEqual) {
        var entry = entry("one", Map.of(), Map.of("number", stored));
        var equal =
                new Filter.Condition(
                        new FilterField.Content("number"),
                        ValueKind.NUMBER,
                        new ValueTest.OneOf(Set.of(new Value.Decimal(asked))));

        assertThat(equal.matches(entry)).isEqualTo(areEqual);
    }

    @Test
    void takesADoubleForWhatItIs() {
        var half = entry("half", Map.of(), Map.of("number", 0.5));
        var tenth = entry("tenth", Map.of(), Map.of("number", 0.1));
        var none = entry("none", Map.of(), Map.of("number", Double.NaN));
        var filter = filter("{'content':{'number':{'In':[0.5,0.1],'_t':'NumberFilter'}}}");

        assertThat(Stream.of(half, tenth, none).filter(filter::matches)).containsExactly(half);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                            | everything",
                "{'And':[{},{'Or':[{},{'Not':{}}]}]}           | everything",
                "{'system':{'Id':{'Nin':[]}}}                  | everything",
                "{'Not':{'system':{'Id':{'In':[]}}}}           | everything",
                "{'Not':{}}                                    | nothing",
                "{'system':{'Id':{'In':[],'Exists':true}}}     | nothing",
                "{'Or':[{'Not':{}},{'system':{'Id':{'In':[]}}}]} | nothing",
                "{'system':{'Id':{'Exists':true}}}             | some",
                "{'Or':[{'system':{'Id':{'Eq':'a'}}},{'Not':{}}]} | some",
            })
    void tellsFromItsShapeWhetherItSaysAnything(String filter, String extent) {
        assertThat(filter(filter).matchesEverything()).isEqualTo(extent.equals("everything"));
        assertThat(filter(filter).matchesNothing()).isEqualTo(extent.equals("nothing"));
    }

    @Test
    void leavesOutDeletedEntriesUnlessItNamesTheStatus() {
        var silent = filter("{'system':{'SiteId':{'Eq':'s1'}}}");
        var naming = filter("{'Or':[{'Not':{'system':{'Status':{'Eq':'DRAFT'}}}},{'Not':{}}]}");

        assertThat(silent.namesStatus()).isFalse();
        assertThat(ids(silent.withoutDeleted())).containsExactly("full");
        assertThat(naming.namesStatus()).isTrue();
        assertThat(ids(naming.withoutDeleted())).containsExactly("full", "odd", "nothing");
    }

    private static Stream<Object> ids(Filter filter) {
        return ENTRIES.stream().filter(filter::matches).map(entry -> entry.get("_id"));
    }

    private static Filter filter(String text) {
        return Filters.parse(text.replace('\'', '"'), FilterMode.STRICT).filter();
    }

    private static Map<String, Object> entry(
            String id, Map<String, Object> system, Map<String, Object> content) {
        return Map.of("_id", id, "system", system, "content", content);
    }
}
