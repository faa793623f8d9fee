package codex.jobs.worker.handlers.items;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemParserTest {

    private static final ItemParser PARSER = new ItemParser(1_000);

    private static ReadItem read(byte[] json) {
        return ReadItem.of(PARSER, 7, new RawItem(0, json.length, json));
    }

    private static Map<String, Object> whole(String json) {
        assertThat(read(json.getBytes(UTF_8))).isInstanceOf(ReadItem.Whole.class);
        return ((ReadItem.Whole) read(json.getBytes(UTF_8))).root();
    }

    /// Code and pointer.
    private static String refused(byte[] json) {
        assertThat(read(json)).isInstanceOf(ReadItem.Broken.class);
        var broken = (ReadItem.Broken) read(json);
        assertThat(broken.index()).isEqualTo(7);
        assertThat(broken.message()).isNotBlank();
        return (broken.code() + " " + broken.path()).strip();
    }

    private static String refused(String json) {
        return refused(json.getBytes(UTF_8));
    }

    @Test
    void valuesBecomeWhatCanBeStored() {
        assertThat(
                        whole(
                                """
                                {"text": "é\\u00e9\\n😀", "long": 9007199254740993, "decimal": 1.50,
                                 "big": 18446744073709551616, "yes": true, "no": false,
                                 "list": [1, null, {"a": []}], "": "empty key"}
                                """))
                .containsEntry("text", "éé\n😀")
                .containsEntry("long", 9_007_199_254_740_993L)
                .containsEntry("decimal", new BigDecimal("1.50"))
                .containsEntry("big", new BigDecimal("18446744073709551616"))
                .containsEntry("yes", true)
                .containsEntry("no", false)
                .containsEntry("list", Arrays.asList(1L, null, Map.of("a", List.of())))
                .containsEntry("", "empty key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    7                              | ITEM_NOT_AN_OBJECT
                    []                             | ITEM_NOT_AN_OBJECT
                    null                           | ITEM_NOT_AN_OBJECT
                    {"a": }                        | MALFORMED_ITEM
                    {"a": 1                        | MALFORMED_ITEM
                    {'a': 1}                       | MALFORMED_ITEM
                    {"a": NaN}                     | MALFORMED_ITEM
                    {"a": 01}                      | MALFORMED_ITEM
                    {"a": 1,}                      | MALFORMED_ITEM
                    {"a": 1} {}                    | MALFORMED_ITEM
                    {]                             | MALFORMED_ITEM
                    {"a": 1, "a": 1}               | DUPLICATE_KEY /a
                    {"x": [{"a": 1, "a": null}]}   | DUPLICATE_KEY /x/0/a
                    {"a": 1, "\\u0061": 2}         | DUPLICATE_KEY /a
                    {"x": {"$set": 1}}             | INVALID_KEY /x/$set
                    {"a": "\\ud800"}               | INVALID_TEXT /a
                    {"a": "\\ude00\\ud83d"}        | INVALID_TEXT /a
                    {"x": {"a\\ud800": 1}}        | MALFORMED_ITEM
                    {"a": 1e7000}                  | INVALID_NUMBER /a
                    {"a": 0.12345678901234567890123456789012345} | INVALID_NUMBER /a
                    """)
    void eachRuleNamesItsCodeAndItsPlace(String json, String expected) {
        assertThat(refused(json)).isEqualTo(expected);
    }

    @Test
    void halfACharacterInAKeyIsNotPassedOn() {
        var json = "{\"a\u00ed\u00a0\u0080\": 1}".getBytes(ISO_8859_1);

        assertThat(refused(json)).isEqualTo("INVALID_ENCODING");
    }

    @Test
    void noKeyHoldsANul() {
        assertThat(refused("{\"a\\u0000b\": 1}")).isEqualTo("INVALID_KEY /a\0b");
    }

    @Test
    void nestingHasALimit() {
        assertThat(whole("{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}")).containsKey("a");
        assertThat(refused("{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}"))
                .isEqualTo("NESTED_TOO_DEEPLY");
        assertThat(refused("{\"a\":".repeat(200) + "1" + "}".repeat(200)))
                .isEqualTo("NESTED_TOO_DEEPLY");
        assertThat(refused("{\"a\":" + "[".repeat(1_000_000))).isEqualTo("NESTED_TOO_DEEPLY");
    }

    @Test
    void textsKeysAndNumbersHaveLimits() {
        assertThat(whole("{\"a\": \"" + "x".repeat(1_000) + "\"}")).containsKey("a");
        assertThat(refused("{\"a\": \"" + "x".repeat(100_000) + "\"}")).isEqualTo("VALUE_TOO_LONG");
        assertThat(refused("{\"" + "k".repeat(100_000) + "\": 1}")).isEqualTo("VALUE_TOO_LONG");
        assertThat(refused("{\"a\": " + "1".repeat(100_000) + "}")).isEqualTo("VALUE_TOO_LONG");
    }

    @Test
    void otherEncodingsAreToldApart() {
        assertThat(refused("{\"a\": \"ë\"}".getBytes(ISO_8859_1))).isEqualTo("INVALID_ENCODING");
    }

    @Test
    void whatWasTooLongToBeHeldIsBroken() {
        assertThat(ReadItem.of(PARSER, 7, new RawItem(0, 3 << 20, null)))
                .isEqualTo(
                        new ReadItem.Broken(
                                7, "ITEM_TOO_LARGE", "The item is longer than 2 MiB", ""));
    }
}
