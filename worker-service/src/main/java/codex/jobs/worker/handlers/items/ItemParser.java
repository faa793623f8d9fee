package codex.jobs.worker.handlers.items;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// The text of an item → maps, lists, texts, numbers (`Long` or `BigDecimal`), booleans and nulls,
/// fit to be stored.
public final class ItemParser {

    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1_024;

    private final JsonFactory json;

    public ItemParser(int longestText) {
        json =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(DEEPEST)
                                        .maxStringLength(longestText)
                                        .maxNumberLength(LONGEST_NUMBER)
                                        .maxNameLength(LONGEST_NAME)
                                        .build())
                        .build();
    }

    Map<String, Object> parse(byte[] text) throws BrokenItem {
        try (var parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BrokenItem("ITEM_NOT_AN_OBJECT", "The item is not a JSON object", "");
            }
            var item = object(parser);
            if (parser.nextToken() != null) {
                throw new BrokenItem("MALFORMED_ITEM", "Something follows the item's end", "");
            }
            return item;
        } catch (StreamConstraintsException e) {
            throw tooMuch(e);
        } catch (JacksonException e) {
            throw malformed(e, text);
        }
    }

    private static BrokenItem tooMuch(StreamConstraintsException e) {
        var message = String.valueOf(e.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return new BrokenItem(
                    "NESTED_TOO_DEEPLY",
                    "The item is nested more than " + DEEPEST + " levels deep",
                    "");
        }
        return new BrokenItem(
                "VALUE_TOO_LONG", "A number, a key or a text of the item is too long", "");
    }

    private static BrokenItem malformed(JacksonException e, byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException _) {
            return new BrokenItem("INVALID_ENCODING", "The item is not encoded as UTF-8", "");
        }
        var place = e.getLocation();
        var at = place == null ? "" : " at byte " + Math.max(0, place.getByteOffset());
        return new BrokenItem("MALFORMED_ITEM", "The item is not valid JSON" + at, "");
    }

    private static Map<String, Object> object(JsonParser parser) throws BrokenItem {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            if (key.startsWith("$") || key.indexOf('\0') >= 0) {
                throw new BrokenItem(
                        "INVALID_KEY", "A key begins with $ or holds a NUL", pointer(parser));
            }
            checkText(key, parser);
            parser.nextToken();
            var sizeBefore = object.size();
            object.put(key, value(parser));
            if (object.size() == sizeBefore) {
                throw new BrokenItem(
                        "DUPLICATE_KEY", "The same object has a key twice", pointer(parser));
            }
        }
        return nullable(object);
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private static Map<String, Object> nullable(Map<String, @Nullable Object> object) {
        return (Map<String, Object>) (Map<?, ?>) object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws BrokenItem {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static @Nullable Object value(JsonParser parser) throws BrokenItem {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> checkText(parser.getString(), parser);
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue(), parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Object integer(JsonParser parser) throws BrokenItem {
        return switch (parser.getNumberValue()) {
            case BigInteger big -> decimal(new BigDecimal(big), parser);
            case Number number -> number.longValue();
        };
    }

    /// Only what a BSON decimal holds exactly.
    private static BigDecimal decimal(BigDecimal number, JsonParser parser) throws BrokenItem {
        if (number.precision() > 34 || number.scale() > 6_176 || number.scale() < -6_111) {
            throw new BrokenItem(
                    "INVALID_NUMBER", "A number has more than 34 digits", pointer(parser));
        }
        return number;
    }

    /// Half a character cannot be stored.
    private static String checkText(String text, JsonParser parser) throws BrokenItem {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (!Character.isHighSurrogate(c)
                    || ++i == text.length()
                    || !Character.isLowSurrogate(text.charAt(i))) {
                throw new BrokenItem(
                        "INVALID_TEXT", "A text holds half a character", pointer(parser));
            }
        }
        return text;
    }

    private static String pointer(JsonParser parser) {
        return parser.streamReadContext().pathAsPointer().toString();
    }
}
