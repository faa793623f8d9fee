package codex.jobs.model.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Entries by chance, in the form in which they are stored, with the values that are easily
/// mistaken for each other.
public final class RandomEntries {

    static final List<String> ALIASES =
            List.of(
                    "text", "texts", "number", "numbers", "whole", "when", "flag", "named",
                    "mixed");

    private static final List<String> IDS =
            List.of("s1", "s2", "S1", "s10", "m*", "m?", "m.", "m\\", "a b", "ß", "🎈");

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "a",
                    "A",
                    "ab",
                    "a.b",
                    "a*b",
                    "a?b",
                    "a\\b",
                    "a\\",
                    "*",
                    "?",
                    "\\",
                    "\\Q",
                    "\\E",
                    "^a",
                    "a$",
                    "$in",
                    ".*",
                    "[a]",
                    "(a",
                    "a|b",
                    "{a}",
                    "a+",
                    "#a",
                    "/a/",
                    "\"a\"",
                    "'a'",
                    "Grüße",
                    "GRÜSSE",
                    "Gru\u0308ße",
                    "é",
                    "e\u0301",
                    "İ",
                    "i",
                    "I",
                    "ı",
                    "🎈",
                    "🎈🎈x",
                    "\ud83c\udf89",
                    "null",
                    "true",
                    "1",
                    "1.0",
                    "-0",
                    "line\nbreak",
                    "a\r\nb",
                    "tab\tb",
                    "a\u0000b",
                    "\u0000",
                    "\u2028",
                    "\ufeffa",
                    "\uffff",
                    "2026-01-01T00:00:00.000Z",
                    "s1",
                    "a".repeat(600),
                    "ab".repeat(500),
                    "x".repeat(8_000));

    /// Apart from each other also as doubles: between decimals, the embedded MongoDB does not see
    /// smaller differences.
    private static final List<BigDecimal> NUMBERS =
            Stream.of(
                            "0",
                            "1",
                            "-1",
                            "2",
                            "10",
                            "100",
                            "1.5",
                            "0.1",
                            "0.5",
                            "-0.5",
                            "2147483647",
                            "2147483648",
                            "9007199254740991",
                            "9007199254740992",
                            "1E+30",
                            "1E-30",
                            "1E+300",
                            "-1.2345678901234567890123456789012")
                    .map(BigDecimal::new)
                    .toList();

    /// Which share their doubles.
    private static final List<Long> WHOLE =
            List.of(
                    (1L << 53) - 1,
                    1L << 53,
                    (1L << 53) + 1,
                    Long.MAX_VALUE - 1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    Long.MIN_VALUE + 1);

    private static final List<Instant> TIMES =
            Stream.of(
                            "0000-01-01T00:00:00Z",
                            "0001-01-01T00:00:00Z",
                            "1969-12-31T23:59:59.999Z",
                            "1970-01-01T00:00:00Z",
                            "2026-01-01T00:00:00Z",
                            "2026-01-01T00:00:00.001Z",
                            "2026-01-01T00:00:00.500Z",
                            "2026-01-01T00:00:00.999Z",
                            "2026-01-01T00:00:01Z",
                            "2026-01-01T00:00:59Z",
                            "2026-01-01T00:01:00Z",
                            "2026-02-28T23:59:59.999Z",
                            "9999-12-31T23:59:59.999Z")
                    .map(Instant::parse)
                    .toList();

    private final Random random;
    private int number;

    public RandomEntries(long seed) {
        random = new Random(seed);
    }

    public Map<String, Object> next() {
        number++;
        var entry = new HashMap<String, Object>();
        entry.put("_id", "ce" + number);
        entry.put("system", system());
        entry.put("content", content());
        entry.put("references", List.of());
        return entry;
    }

    private Map<String, Object> system() {
        var system = new HashMap<String, Object>();
        system.put("siteId", pick(IDS));
        system.put("modelId", pick(IDS));
        system.put("externalId", pick(IDS) + number);
        system.put("status", 1 + random.nextInt(7));
        for (var key : List.of("modelAlias", "versionId", "createdBy", "updatedBy")) {
            maybe(system, key, pick(IDS));
        }
        maybe(system, "title", pick(TEXTS));
        maybe(system, "slug", pick(TEXTS));
        maybe(system, "labels", many(3, () -> Map.of("id", pick(IDS))));
        for (var field : SystemField.values()) {
            if (field.kind() == ValueKind.TIME) {
                maybe(system, field.key(), Date.from(pick(TIMES)));
            }
        }
        return system;
    }

    private Map<String, Object> content() {
        var content = new HashMap<String, Object>();
        maybe(content, "text", pick(TEXTS));
        maybe(content, "texts", many(4, () -> pick(TEXTS)));
        maybe(content, "number", number());
        maybe(content, "numbers", many(4, this::number));
        maybe(content, "whole", pick(WHOLE));
        maybe(content, "when", Date.from(pick(TIMES)));
        maybe(content, "flag", random.nextBoolean());
        maybe(content, "named", random.nextBoolean() ? named() : many(3, this::named));
        if (random.nextInt(4) > 0) {
            content.put("mixed", random.nextBoolean() ? mixed() : mixedList());
        }
        return content;
    }

    private List<Object> mixedList() {
        var list = many(4, this::mixed);
        list.add(null);
        return list;
    }

    private Object mixed() {
        return switch (random.nextInt(8)) {
            case 0 -> pick(TEXTS);
            case 1 -> number();
            case 2 -> Date.from(pick(TIMES));
            case 3 -> random.nextBoolean();
            case 4 -> named();
            case 5 -> Map.of("lat", 1.5, "lon", 2.5);
            case 6 -> Map.of("id", number());
            default -> Map.of("id", List.of(pick(IDS), number()), "text", pick(TEXTS));
        };
    }

    private Map<String, Object> named() {
        return Map.of("id", pick(IDS), "isMain", random.nextBoolean());
    }

    /// In any width that holds it exactly.
    private Object number() {
        var number = pick(NUMBERS);
        var widths = new ArrayList<>();
        if (new BigDecimal(number.doubleValue()).compareTo(number) == 0) {
            widths.add(number.doubleValue());
            widths.add(number);
            widths.add(number.setScale(number.scale() + 2));
        }
        if (number.scale() == 0) {
            widths.add(number.longValueExact());
            if (number.toBigIntegerExact().bitLength() < Integer.SIZE) {
                widths.add(number.intValueExact());
            }
        }
        return widths.isEmpty() ? number : pick(widths);
    }

    /// What a condition on this field is likely to meet, and may miss narrowly.
    static List<Value> values(FilterField field, ValueKind kind) {
        return switch (kind) {
            case TEXT -> texts(field);
            case NUMBER ->
                    (field.equals(new FilterField.Content("whole"))
                                    ? WHOLE.stream().map(BigDecimal::valueOf)
                                    : NUMBERS.stream())
                            .<Value>map(Value.Decimal::new)
                            .toList();
            case TIME -> TIMES.stream().<Value>map(Value.Time::new).toList();
            case BOOLEAN -> List.of(new Value.Truth(true), new Value.Truth(false));
            case STATUS -> RandomFilters.statuses();
        };
    }

    private static List<Value> texts(FilterField field) {
        var texts =
                switch (field) {
                    case SystemField.ID -> List.of("ce1", "ce10", "ce100", "CE1", "ce", "1", "*");
                    case SystemField.EXTERNAL_ID -> List.of("s11", "m*12", "ß", "s", "1");
                    case SystemField.TITLE, SystemField.SLUG -> shortTexts();
                    case SystemField _ -> IDS;
                    case FilterField.Content(var alias) ->
                            alias.equals("named") ? IDS : shortTexts();
                };
        return texts.stream().<Value>map(Value.Text::new).toList();
    }

    private static List<String> shortTexts() {
        return TEXTS.stream().filter(text -> text.length() <= 1_024).toList();
    }

    private void maybe(Map<String, Object> to, String key, Object value) {
        switch (random.nextInt(10)) {
            case 0, 1 -> {}
            case 2 -> to.put(key, null);
            default -> to.put(key, value);
        }
    }

    private List<Object> many(int most, Supplier<?> one) {
        var many = new ArrayList<>();
        for (var i = random.nextInt(most + 1); i > 0; i--) {
            many.add(one.get());
        }
        return many;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
