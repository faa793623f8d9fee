package codex.jobs.worker.handlers.sites;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// References in values of no fixed shape: rich text and rich content, lists, views and settings. A
/// text is one if its key says so (`id`, `entryId`, `section_ids`, `references`, and operators of
/// filters below such a key); inside texts, attributes such as `data-entry-id="…"` and words in the
/// form of ids that Codex makes. Texts that hold JSON are looked into.
final class LooseReferences {

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_JSON = 1 << 18;
    private static final int DEEPEST = 100;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    /// Starts at the start of a word only, and never goes back in one: linear in the text, whatever
    /// is in it.
    private static final Pattern IN_TEXT =
            Pattern.compile(
                    "(?<![A-Za-z0-9_-])(?<name>[A-Za-z][A-Za-z0-9_-]{0,63}+)(?<equal>\\s{0,4}=\\s{0,4})"
                            + "(?:\"(?<double>[^\"<>\\s]{1,128}+)\"|'(?<single>[^'<>\\s]{1,128}+)')"
                            + "|(?<![A-Za-z0-9])(?<made>c[eslwtug][A-Za-z0-9]{10,62}+)(?![A-Za-z0-9])");

    private static final Set<String> REFERRING =
            Set.of(
                    "id",
                    "_id",
                    "ids",
                    "references",
                    "reference",
                    "entry",
                    "entries",
                    "section",
                    "sections",
                    "list",
                    "lists",
                    "view",
                    "views",
                    "site",
                    "sites",
                    "parent");

    /// Ids of another kind, one in each block.
    private static final Set<String> NOT_REFERRING = Set.of("blockid");

    /// Of the language of filters, and of MongoDB's: what they compare belongs to the key above.
    private static final Set<String> OPERATORS =
            Set.of("eq", "ne", "in", "nin", "$eq", "$ne", "$in", "$nin");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Ids ids;

    LooseReferences(Ids ids) {
        this.ids = ids;
    }

    /// A value under a key.
    @Nullable Object in(String key, @Nullable Object value) {
        return in(key, value, 0);
    }

    private @Nullable Object in(String key, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                var result = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach(
                        (inner, one) -> result.put(inner, in(below(key, inner), one, depth + 1)));
                yield result;
            }
            case List<?> list -> {
                var result = new ArrayList<@Nullable Object>(list.size());
                list.forEach(one -> result.add(in(key, one, depth + 1)));
                yield result;
            }
            case String text -> isReferring(key) && isId(text) ? ids.of(null, text) : text(text);
            case null, default -> value;
        };
    }

    private static String below(String key, Object inner) {
        var name = String.valueOf(inner);
        return OPERATORS.contains(name.toLowerCase(Locale.ROOT)) ? key : name;
    }

    private static boolean isId(String text) {
        return text.length() <= LONGEST_ID && ID.matcher(text).matches();
    }

    private static boolean isReferring(String key) {
        var lower = key.toLowerCase(Locale.ROOT);
        if (NOT_REFERRING.contains(lower)) {
            return false;
        }
        return REFERRING.contains(lower)
                || key.endsWith("Id")
                || key.endsWith("Ids")
                || key.endsWith("ID")
                || lower.endsWith("_id")
                || lower.endsWith("_ids")
                || lower.endsWith("-id");
    }

    private String text(String text) {
        var json = text.length() <= LONGEST_JSON ? text.strip() : "";
        if ((json.startsWith("{") && json.endsWith("}"))
                || (json.startsWith("[") && json.endsWith("]"))) {
            try {
                var value = JSON.readValue(json, Object.class);
                var changed = in("", value);
                return value.equals(changed) ? text : JSON.writeValueAsString(changed);
            } catch (JacksonException _) {
                // a text like any other
            }
        }
        return inText(text);
    }

    /// Text, with or without markup.
    String inText(String text) {
        var matcher = IN_TEXT.matcher(text);
        StringBuilder result = null;
        while (matcher.find()) {
            var replaced = replaced(matcher);
            if (!replaced.equals(matcher.group())) {
                result = result == null ? new StringBuilder() : result;
                matcher.appendReplacement(result, Matcher.quoteReplacement(replaced));
            }
        }
        return result == null ? text : matcher.appendTail(result).toString();
    }

    private String replaced(Matcher matcher) {
        var made = matcher.group("made");
        if (made != null) {
            return isMade(made) ? ids.of(null, made) : made;
        }
        var isDouble = matcher.group("double") != null;
        var value = isDouble ? matcher.group("double") : matcher.group("single");
        var name = matcher.group("name");
        var next = isReferringAttribute(name) && isId(value) ? ids.of(null, value) : inText(value);
        var quote = isDouble ? "\"" : "'";
        return name + matcher.group("equal") + quote + next + quote;
    }

    /// An attribute that is only called `id` names its own element.
    private static boolean isReferringAttribute(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > 2 && lower.endsWith("id") && !lower.endsWith("blockid");
    }

    /// Words have no digits and capitals in their middle.
    private static boolean isMade(String text) {
        return text.chars().skip(2).anyMatch(one -> one < 'a');
    }
}
