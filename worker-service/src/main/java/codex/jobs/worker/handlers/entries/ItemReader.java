package codex.jobs.worker.handlers.entries;

import codex.jobs.worker.handlers.entries.Item.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one item into memory, whatever it holds: what is too much is skipped and noted, so that
/// the next item can be read.
final class ItemReader {

    /// Of one item's text (specification 3.0, "Limits").
    static final long MAX_BYTES = 2L << 20;

    private final JsonParser json;
    private final List<Problem> problems = new ArrayList<>();
    private final long start;

    private ItemReader(JsonParser json) {
        this.json = json;
        this.start = offset();
    }

    /// The parser stands on the item's first token, and on its last one afterwards.
    static Item read(JsonParser json, long index) {
        var reader = new ItemReader(json);
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new Item(
                    index,
                    Map.of(),
                    List.of(new Problem("NOT_AN_OBJECT", "An item must be an object", "")));
        }
        var object = reader.object("");
        return new Item(index, object, reader.problems);
    }

    private Map<String, Object> object(String path) {
        var object = new LinkedHashMap<String, Object>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            var child = path + "/" + name.replace("~", "~0").replace("/", "~1");
            json.nextToken();
            if (isTooLarge()) {
                json.skipChildren();
                continue;
            }
            var value = value(child);
            // Two keys that differ in surrounding blanks only are the same key.
            if (object.containsKey(name.strip())) {
                problems.add(new Problem("DUPLICATE_KEY", "The key occurs twice", child));
            } else {
                object.put(name.strip(), value);
            }
        }
        return object;
    }

    private List<Object> array(String path) {
        var array = new ArrayList<@Nullable Object>();
        for (var i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (isTooLarge()) {
                json.skipChildren();
            } else {
                array.add(value(path + "/" + i));
            }
        }
        return asNonNull(array);
    }

    @SuppressWarnings({"NullAway", "unchecked"}) // JSON null is a value here, as in the maps
    private static List<Object> asNonNull(List<@Nullable Object> array) {
        return (List<Object>) (List<?>) array;
    }

    @SuppressWarnings("NullAway") // JSON null is a value here
    private Object value(String path) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_STRING -> json.getString();
            default -> null;
        };
    }

    private Object integer() {
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            default -> new BigDecimal(json.getBigIntegerValue());
        };
    }

    private boolean isTooLarge() {
        if (offset() - start <= MAX_BYTES) {
            return false;
        }
        if (problems.stream().noneMatch(problem -> problem.code().equals("ITEM_TOO_LARGE"))) {
            problems.add(
                    new Problem("ITEM_TOO_LARGE", "An item may have at most 2 MiB of text", ""));
        }
        return true;
    }

    private long offset() {
        return json.currentLocation().getByteOffset();
    }
}
