package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.content.FieldValidations;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Models, and items that sometimes fit them, as a parser of JSON makes them.
final class RandomContent {

    private static final int MOST_FIELDS = 4;
    private static final int MOST_VALUES = 3;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a",
                    " tag ",
                    "twice",
                    "known1",
                    "known2",
                    "unknown",
                    "/a//b/",
                    "/taken",
                    "x/../y",
                    "https://x",
                    "2026-01-31T12:00:00.123456Z",
                    "2026-01-31",
                    "𝔘𝔫𝔦",
                    "a\u0000b");
    private static final List<Object> NUMBERS =
            List.of(
                    0L,
                    -1L,
                    Long.MAX_VALUE,
                    new BigDecimal("1.50"),
                    new BigDecimal("2.0"),
                    new BigDecimal("1e400"),
                    new BigDecimal("9223372036854775808"));

    private RandomContent() {}

    static ContentModel model(Random random) {
        var fields = new ArrayList<ContentField>();
        var types = FieldType.values();
        for (var i = 1 + random.nextInt(MOST_FIELDS); i > 0; i--) {
            var type = types[random.nextInt(types.length)];
            fields.add(
                    new ContentField(
                            "f" + i,
                            "F" + i,
                            type,
                            canBeList(type) && random.nextBoolean(),
                            rules(random)));
        }
        return ContentModel.of("m1", "model", "Model", null, null, fields, Set.of());
    }

    private static boolean canBeList(FieldType type) {
        return switch (type) {
            case RICH_CONTENT, SECTION, RICH_TEXT, BOOLEAN, DATE_TIME, LOCATION, AUTHOR, URL ->
                    false;
            default -> true;
        };
    }

    private static FieldValidations rules(Random random) {
        return new FieldValidations(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? Pattern.compile("[a-z]*") : null,
                random.nextInt(4) == 0 ? 2 : null,
                random.nextInt(4) == 0 ? 5 : null,
                random.nextInt(4) == 0 ? BigDecimal.ZERO : null,
                random.nextInt(4) == 0 ? BigDecimal.TEN : null,
                random.nextInt(4) == 0 ? 1 : null,
                random.nextInt(4) == 0 ? 2 : null,
                random.nextInt(4) == 0 ? List.of("a", "1.5") : List.of(),
                random.nextInt(4) == 0 ? List.of("m2") : List.of());
    }

    static Map<String, @Nullable Object> item(Random random, ContentModel model) {
        var item = new LinkedHashMap<String, @Nullable Object>();
        for (var field : model.fields().values()) {
            if (random.nextInt(8) > 0) {
                item.put(field.alias(), value(random, field));
            }
        }
        if (random.nextInt(8) == 0) {
            item.put("no/such~field", any(random, 0));
        }
        return item;
    }

    private static @Nullable Object value(Random random, ContentField field) {
        if (random.nextInt(3) == 0) {
            return any(random, 0);
        }
        return field.isList()
                ? list(random, () -> fitting(random, field.type()))
                : fitting(random, field.type());
    }

    private static @Nullable Object fitting(Random random, FieldType type) {
        return switch (type) {
            case TEXT, RICH_TEXT, TAG, URL, DATE_TIME -> text(random);
            case INTEGER, DECIMAL -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case BOOLEAN -> random.nextBoolean();
            case LOCATION ->
                    Map.of("lat", random.nextInt(-99, 99) * 1L, "lon", new BigDecimal("7.5"));
            case MEDIA, AUTHOR, REFERENCE -> named(random);
            case SECTION -> list(random, () -> named(random));
            case RICH_CONTENT -> list(random, () -> any(random, 1));
        };
    }

    private static Object named(Random random) {
        var id = random.nextBoolean() ? "known1" : text(random);
        return switch (random.nextInt(3)) {
            case 0 -> id;
            case 1 -> Map.of("id", id);
            default -> Map.of("id", id, "isMain", true);
        };
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private interface Source {
        @Nullable Object next();
    }

    private static List<@Nullable Object> list(Random random, Source source) {
        var list = new ArrayList<@Nullable Object>();
        for (var i = random.nextInt(MOST_VALUES + 1); i > 0; i--) {
            list.add(source.next());
        }
        return list;
    }

    private static @Nullable Object any(Random random, int depth) {
        return switch (random.nextInt(depth < 2 ? 7 : 5)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 3, 4 -> text(random);
            case 5 -> list(random, () -> any(random, depth + 1));
            default -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                map.put("id", any(random, depth + 1));
                map.put("lat", any(random, depth + 1));
                yield map;
            }
        };
    }

    /// Stored values as an export writes them and a parser reads them.
    static Map<String, @Nullable Object> asJson(Map<String, Object> stored) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        stored.forEach((alias, value) -> json.put(alias, json(value)));
        return json;
    }

    private static @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case Instant time -> time.toString();
            case Double number -> BigDecimal.valueOf(number);
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(one -> copy.add(json(one)));
                yield copy;
            }
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, one) -> copy.put(String.valueOf(key), json(one)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
