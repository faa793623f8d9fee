package codex.jobs.model.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.content.FieldValidations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Specification 1.11, "Grammar", as tables. Quotes are written as apostrophes.
@DisplayName("the grammar of filters")
class FilterGrammarTest {

    private static final ContentFields FIELDS =
            ContentFields.of(
                    List.of(
                            model(
                                    field("headline", FieldType.TEXT),
                                    field("price", FieldType.DECIMAL),
                                    field("from", FieldType.DATE_TIME),
                                    field("isHot", FieldType.BOOLEAN),
                                    field("writer", FieldType.AUTHOR),
                                    field("place", FieldType.LOCATION),
                                    field("level", FieldType.INTEGER)),
                            model(field("level", FieldType.TEXT))));

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("{}", "{}"),
                arguments(" {\n\t} \r", "{}"),
                arguments("{'_t':'EntryFilter','system':{'_t':'EntrySystemFilter'}}", "{}"),
                arguments(
                        "{'system':{'SiteId':{'In':['a','b','a']}}}",
                        "{'system':{'SiteId':{'In':['a','b'],'_t':'StringFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'SYSTEM':{'siteid':{'eq':'a','EXISTS':true,'_t':'StringFilter'}}}",
                        "{'system':{'SiteId':{'In':['a'],'Exists':true,'_t':'StringFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'system':{'Title':{'Ne':'a','StartsWith':'b','Contains':'c'}}}",
                        "{'system':{'Title':{'Nin':['a'],'StartsWith':'b','Contains':'c','_t':'StringFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'system':{'Labels':{'Exists':false},'Id':{'In':[]}}}",
                        "{'system':{'Labels':{'Exists':false,'_t':'StringFilter'},'Id':{'In':[],'_t':'StringFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'system':{'Status':{'In':[3,'published'],'Nin':[2]}}}",
                        "{'system':{'Status':{'In':['DRAFT','PUBLISHED'],'Nin':['DELETED'],'_t':'StatusFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'system':{'CreatedAt':{'Gte':'2026-01-31T12:00:00+01:00','Lt':'2026-02-01T00:00:00.1239999z'}}}",
                        "{'system':{'CreatedAt':{'Gte':'2026-01-31T11:00:00.000Z','Lt':'2026-02-01T00:00:00.123Z','_t':'DateTimeFilter'},'_t':'EntrySystemFilter'}}"),
                arguments(
                        "{'content':{'price':{'Gt':1.50,'Lte':2e3},'isHot':{'Eq':false}}}",
                        "{'content':{'price':{'Gt':1.5,'Lte':2E+3,'_t':'NumberFilter'},'isHot':{'Eq':false,'_t':'BooleanFilter'}}}"),
                arguments(
                        "{'content':{'level':{'Eq':'high','_t':'StringFilter'},'writer':{'Eq':'ada'}}}",
                        "{'content':{'level':{'In':['high'],'_t':'StringFilter'},'writer':{'In':['ada'],'_t':'StringFilter'}}}"),
                arguments(
                        "{'Or':[{'content':{'headline':{'Eq':'\\u0041\\n\\ud83c\\udf88\\u0001'}}},{}]}",
                        "{'Or':[{'content':{'headline':{'In':['A\\u000a🎈\\u0001'],'_t':'StringFilter'}}},{}]}"),
                arguments(
                        "{'and':[{'system':{'Id':{'Eq':'1'}}},{'system':{'Id':{'Eq':'2'}}}],'not':{'or':[{'system':{'Slug':{'Exists':true}}}]}}",
                        "{'system':{'Id':{'In':['1'],'_t':'StringFilter'},'Slug':{'Exists':false,'_t':'StringFilter'},'_t':'EntrySystemFilter'},"
                                + "'And':[{'system':{'Id':{'In':['2'],'_t':'StringFilter'},'_t':'EntrySystemFilter'}}]}"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatTheGrammarAllowsIsUnderstood(String given, String meaning) {
        var parsed = parse(given);

        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.warnings()).isEmpty();
        assertThat(parsed.filter().json()).isEqualTo(json(meaning));
        assertThat(parsed.orReject("filter")).isEqualTo(parsed.filter());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", "MALFORMED "),
                arguments("null", "WRONG_VALUE "),
                arguments("[]", "WRONG_VALUE "),
                arguments("{}}", "MALFORMED "),
                arguments("{} {}", "MALFORMED "),
                arguments("{'system':{}", "MALFORMED "),
                arguments("{'system':{'Id':{'Eq':'a}}}", "MALFORMED /system/Id/Eq"),
                arguments("{'system':{'Id':{'In':['a' 'b']}}}", "MALFORMED /system/Id/In"),
                arguments("{'system':{'Id':{'In':['a',]}}}", "MALFORMED /system/Id/In/1"),
                arguments("{'system':{'Id':{'Eq':'\\ud83c'}}}", "MALFORMED /system/Id/Eq"),
                arguments("{'system':{'Id':{'Eq':'\\u00zz'}}}", "MALFORMED /system/Id/Eq"),
                arguments("{'system':{'Id':{'Eq':'\\x'}}}", "MALFORMED /system/Id/Eq"),
                arguments("{'system':{'Id':{'Eq':'a\nb'}}}", "MALFORMED /system/Id/Eq"),
                arguments("{system:{}}", "MALFORMED "),
                arguments("{'content':{'price':{'Eq':01}}}", "MALFORMED /content/price"),
                arguments("{'content':{'price':{'Eq':NaN}}}", "MALFORMED /content/price/Eq"),
                arguments("{'content':{'isHot':{'Eq':tru}}}", "MALFORMED /content/isHot/Eq"),
                arguments("[".repeat(65), "TOO_DEEP " + "/0".repeat(64)),
                arguments("{'_t':'Filter'}", "WRONG_TYPE /_t"),
                arguments("{'_t':3}", "WRONG_TYPE /_t"),
                arguments("{'SiteId':{'Eq':'a'}}", "UNKNOWN_KEY /SiteId"),
                arguments("{'a/b~c':{}}", "UNKNOWN_KEY /a~1b~0c"),
                arguments("{'system':[]}", "WRONG_VALUE /system"),
                arguments("{'system':{'_t':'StringFilter'}}", "WRONG_TYPE /system/_t"),
                arguments("{'system':{'Foo':{'Eq':'a'}}}", "UNKNOWN_FIELD /system/Foo"),
                arguments("{'system':{},'System':{}}", "DUPLICATE_KEY /System"),
                arguments(
                        "{'system':{'Id':{'Eq':'a'},'ID':{'Eq':'b'}}}", "DUPLICATE_KEY /system/ID"),
                arguments("{'system':{'Id':{'Eq':'a','eq':'b'}}}", "DUPLICATE_KEY /system/Id/eq"),
                arguments("{'system':{'Id':'a'}}", "WRONG_VALUE /system/Id"),
                arguments("{'system':{'Id':{}}}", "EMPTY /system/Id"),
                arguments("{'system':{'Id':{'_t':'StringFilter'}}}", "EMPTY /system/Id"),
                arguments(
                        "{'system':{'Id':{'Eq':'a','_t':'NumberFilter'}}}",
                        "WRONG_TYPE /system/Id/_t"),
                arguments(
                        "{'system':{'Id':{'Eq':'a','_t':'stringFilter'}}}",
                        "WRONG_TYPE /system/Id/_t"),
                arguments("{'system':{'Id':{'Like':'a'}}}", "UNKNOWN_OPERATOR /system/Id/Like"),
                arguments("{'system':{'Id':{'Gt':'a'}}}", "UNKNOWN_OPERATOR /system/Id/Gt"),
                arguments(
                        "{'system':{'Status':{'Exists':true}}}",
                        "UNKNOWN_OPERATOR /system/Status/Exists"),
                arguments("{'system':{'Id':{'Eq':null}}}", "WRONG_VALUE /system/Id/Eq"),
                arguments("{'system':{'Id':{'Eq':1}}}", "WRONG_VALUE /system/Id/Eq"),
                arguments("{'system':{'Id':{'In':'a'}}}", "WRONG_VALUE /system/Id/In"),
                arguments("{'system':{'Id':{'In':['a',['b']]}}}", "WRONG_VALUE /system/Id/In/1"),
                arguments("{'system':{'Id':{'Exists':1}}}", "WRONG_VALUE /system/Id/Exists"),
                arguments("{'system':{'Id':{'Contains':''}}}", "EMPTY /system/Id/Contains"),
                arguments("{'system':{'Id':{'StartsWith':''}}}", "EMPTY /system/Id/StartsWith"),
                arguments("{'system':{'Status':{'Eq':8}}}", "WRONG_VALUE /system/Status/Eq"),
                arguments("{'system':{'Status':{'Eq':1.0}}}", "WRONG_VALUE /system/Status/Eq"),
                arguments("{'system':{'Status':{'Eq':'LIVE'}}}", "WRONG_VALUE /system/Status/Eq"),
                arguments(
                        "{'system':{'CreatedAt':{'Lt':'2026-01-31'}}}",
                        "WRONG_VALUE /system/CreatedAt/Lt"),
                arguments(
                        "{'system':{'CreatedAt':{'Lt':'2026-02-30T00:00:00Z'}}}",
                        "WRONG_VALUE /system/CreatedAt/Lt"),
                arguments(
                        "{'system':{'CreatedAt':{'Lt':'2026-01-31T00:00:00'}}}",
                        "WRONG_VALUE /system/CreatedAt/Lt"),
                arguments(
                        "{'system':{'CreatedAt':{'Lt':'0000-01-01T00:00:00+01:00'}}}",
                        "WRONG_VALUE /system/CreatedAt/Lt"),
                arguments("{'content':{'body':{'Eq':'a'}}}", "UNKNOWN_FIELD /content/body"),
                arguments("{'content':{'$where':{'Eq':'a'}}}", "UNKNOWN_FIELD /content/$where"),
                arguments("{'content':{'Price':{'Eq':1}}}", "UNKNOWN_FIELD /content/Price"),
                arguments("{'content':{'place':{'Exists':true}}}", "NOT_COMPARABLE /content/place"),
                arguments("{'content':{'level':{'Eq':'a'}}}", "TYPE_REQUIRED /content/level"),
                arguments(
                        "{'content':{'level':{'Eq':true,'_t':'BooleanFilter'}}}",
                        "WRONG_TYPE /content/level/_t"),
                arguments("{'content':{'price':{'Eq':'1'}}}", "WRONG_VALUE /content/price/Eq"),
                arguments(
                        "{'content':{'price':{'Eq':" + "1".repeat(35) + "}}}",
                        "WRONG_VALUE /content/price/Eq"),
                arguments("{'content':{'price':{'Eq':1e7000}}}", "WRONG_VALUE /content/price/Eq"),
                arguments(
                        "{'content':{'price':{'Eq':1e99999999999}}}",
                        "WRONG_VALUE /content/price/Eq"),
                arguments("{'content':{'isHot':{'Eq':0}}}", "WRONG_VALUE /content/isHot/Eq"),
                arguments("{'And':[]}", "EMPTY /And"),
                arguments("{'Or':[]}", "EMPTY /Or"),
                arguments("{'Or':{}}", "WRONG_VALUE /Or"),
                arguments("{'Or':[{},[]]}", "WRONG_VALUE /Or/1"),
                arguments("{'Not':[{}]}", "WRONG_VALUE /Not"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatItDoesNotAllowIsRefusedAtItsPlace(String given, String error) {
        var parsed = parse(given);

        assertThat(parsed.errors()).hasSize(1);
        assertThat(codes(parsed)).containsExactly(error);
        assertThat(parsed.errors().getFirst().message()).isNotBlank();
        assertThatThrownBy(parsed::filter).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void allMistakesAreReportedTogether() {
        var parsed =
                parse(
                        "{'system':{'SiteId':{'In':[1,'a',2],'Like':'x'},'Foo':{}},"
                                + "'content':{'price':{'Gt':'1','_t':'StringFilter'}},"
                                + "'Or':[{'Not':{'Id':{}}}],'limit':3}");

        assertThat(codes(parsed))
                .containsExactly(
                        "WRONG_VALUE /system/SiteId/In/0",
                        "WRONG_VALUE /system/SiteId/In/2",
                        "UNKNOWN_OPERATOR /system/SiteId/Like",
                        "UNKNOWN_FIELD /system/Foo",
                        "WRONG_TYPE /content/price/_t",
                        "WRONG_VALUE /content/price/Gt",
                        "UNKNOWN_KEY /Or/0/Not/Id",
                        "UNKNOWN_KEY /limit");
        assertThatThrownBy(() -> parsed.orReject("createJobInput.filter"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected ->
                                assertThat(rejected.violations())
                                        .hasSize(8)
                                        .first()
                                        .isEqualTo(
                                                new Rejected.Violation(
                                                        ErrorCode.INVALID_FILTER,
                                                        "createJobInput.filter#/system/SiteId/In/0",
                                                        "A text was expected")));
    }

    @Test
    void contentOfUnknownModelsNeedsTypes() {
        var without = Filters.parse(json("{'content':{'x':{'Eq':'a'}}}"), FilterMode.STRICT);
        var with =
                Filters.parse(
                        json("{'content':{'x':{'Eq':1,'_t':'NumberFilter'}}}"), FilterMode.STRICT);

        assertThat(codes(without)).containsExactly("TYPE_REQUIRED /content/x");
        assertThat(with.errors()).isEmpty();
    }

    static Stream<Arguments> large() {
        return Stream.of(
                arguments("{}" + " ".repeat(65_534), "{}" + " ".repeat(65_535), "TOO_LONG "),
                arguments(nested(8), nested(9), "TOO_DEEP " + "/Not".repeat(9)),
                arguments(
                        list("{'system':{'Id':{'Eq':'a'}}}", 200),
                        list("{'system':{'Id':{'Eq':'a'}}}", 202),
                        "TOO_MANY_CONDITIONS /Or/200/system/Id/Eq"),
                arguments(list("{}", 1_000), list("{}", 1_001), "TOO_MANY_VALUES /Or"),
                arguments(ids(1_000), ids(1_001), "TOO_MANY_VALUES /system/Id/In"),
                arguments(
                        asked("Eq", "a".repeat(1_024)),
                        asked("Eq", "a".repeat(1_025)),
                        "TOO_LONG /system/Title/Eq"),
                arguments(
                        asked("StartsWith", "a".repeat(1_024)),
                        asked("StartsWith", "a".repeat(1_025)),
                        "TOO_LONG /system/Title/StartsWith"),
                arguments(
                        asked("Contains", "a".repeat(256)),
                        asked("Contains", "a".repeat(257)),
                        "TOO_LONG /system/Title/Contains"));
    }

    @ParameterizedTest
    @MethodSource("large")
    void everythingHasItsLimit(String largest, String tooLarge, String error) {
        assertThat(parse(largest).errors()).isEmpty();
        assertThat(codes(parse(tooLarge))).containsExactly(error);
    }

    @Test
    void noMoreThanAHundredMistakesAreReported() {
        assertThat(parse(list("{'Foo':1}", 500)).errors()).hasSize(100);
    }

    @Test
    void onlyWhatWasWrittenByAFilterIsTakenAsStored() {
        assertThatIllegalArgumentException().isThrownBy(() -> Filters.stored("{\"Foo\":1}"));
    }

    private static String nested(int depth) {
        return "{'Not':".repeat(depth) + "{}" + "}".repeat(depth);
    }

    private static String list(String filter, int times) {
        return "{'Or':[" + String.join(",", Collections.nCopies(times, filter)) + "]}";
    }

    private static String ids(int count) {
        return "{'system':{'Id':{'In':["
                + String.join(",", Collections.nCopies(count, "'a'"))
                + "]}}}";
    }

    private static String asked(String operator, String text) {
        return "{'system':{'Title':{'" + operator + "':'" + text + "'}}}";
    }

    private static ParsedFilter parse(String filter) {
        return Filters.parse(json(filter), FilterMode.STRICT, FIELDS);
    }

    private static List<String> codes(ParsedFilter parsed) {
        return parsed.errors().stream().map(error -> error.code() + " " + error.pointer()).toList();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static ContentModel model(ContentField... fields) {
        return ContentModel.of("m", "m", "m", null, null, List.of(fields), Set.of());
    }

    private static ContentField field(String alias, FieldType type) {
        return new ContentField(alias, alias, type, false, FieldValidations.NONE);
    }
}
