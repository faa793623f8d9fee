package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.FieldType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random content with ids at random places: a seed that fails is in the test's name.
@DisplayName("whatever content holds")
class ReferenceRewriterPropertyTest {

    private static final int CASES = 300;
    private static final Map<String, FieldType> FIELDS = fields();
    private static final List<String> KEYS =
            List.of(
                    "id",
                    "entryId",
                    "attrs",
                    "text",
                    "contentHTML",
                    "content",
                    "name",
                    "In",
                    "items");

    static List<Long> seeds() {
        return new Random().longs(CASES).boxed().toList();
    }

    private static Map<String, FieldType> fields() {
        var fields = new HashMap<String, FieldType>();
        for (var type : FieldType.values()) {
            fields.put(type.name(), type);
        }
        return fields;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onlyReferencesChange(long seed) {
        var content = new Sample(new Random(seed)).content();

        var same = new ReferenceRewriter((_, id) -> id).content(content, FIELDS);

        assertThat(same).isEqualTo(content);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsReplacedCanBePutBack(long seed) {
        var content = new Sample(new Random(seed)).content();

        var there = new ReferenceRewriter((_, id) -> swapped(id)).content(content, FIELDS);
        var back = new ReferenceRewriter((_, id) -> swapped(id)).content(there, FIELDS);

        assertThat(back).isEqualTo(content);
    }

    /// The walk that finds references sees every one that the walk which replaces them sees.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsReplacedThatWasNotFound(long seed) {
        var content = new Sample(new Random(seed)).content();
        Set<String> found = new HashSet<>();
        var _ =
                new ReferenceRewriter(
                                (kind, id) -> {
                                    found.add(kind + " " + id);
                                    return id;
                                })
                        .content(content, FIELDS);

        Set<String> replaced = new HashSet<>();
        var _ =
                new ReferenceRewriter(
                                (kind, id) -> {
                                    replaced.add(kind + " " + id);
                                    return swapped(id);
                                })
                        .content(content, FIELDS);

        assertThat(replaced).isEqualTo(found);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noReferenceOfAKnownKindIsMissed(long seed) {
        var sample = new Sample(new Random(seed));
        var content = sample.content();

        var there = new ReferenceRewriter((_, id) -> "new").content(content, FIELDS);

        for (var alias : List.of("REFERENCE", "SECTION", "RICH_TEXT")) {
            assertThat(String.valueOf(there.get(alias))).doesNotContain(sample.made);
        }
        for (var alias : List.of("TEXT", "URL", "TAG", "MEDIA", "AUTHOR")) {
            assertThat(there.get(alias)).isEqualTo(content.get(alias));
        }
    }

    /// An id of the same form, and the same way back.
    private static String swapped(String id) {
        var swapped = new StringBuilder(id);
        for (var i = 2; i < id.length(); i++) {
            var one = id.charAt(i);
            if (one >= '0' && one <= '9') {
                swapped.setCharAt(i, (char) ('0' + '9' - one));
            }
        }
        return swapped.toString();
    }

    private static final class Sample {

        private static final String DIGITS =
                "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

        private final Random random;
        final List<String> made = new ArrayList<>();

        Sample(Random random) {
            this.random = random;
            for (var i = 0; i < 4; i++) {
                made.add(id());
            }
        }

        private String id() {
            var id = new StringBuilder("ce").append(random.nextInt(10));
            while (id.length() < 24) {
                id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
            }
            return id.toString();
        }

        private String anyId() {
            return made.get(random.nextInt(made.size()));
        }

        Map<String, Object> content() {
            var content = new LinkedHashMap<String, Object>();
            content.put("TEXT", text());
            content.put("URL", "/" + anyId());
            content.put("TAG", List.of(anyId()));
            content.put("MEDIA", Map.of("id", anyId()));
            content.put("AUTHOR", Map.of("id", anyId()));
            content.put("REFERENCE", List.of(Map.of("id", anyId()), Map.of("id", anyId())));
            content.put("SECTION", List.of(Map.of("id", anyId(), "isMain", true)));
            content.put("RICH_TEXT", text());
            content.put("RICH_CONTENT", value(0));
            content.put("gone", value(0));
            return content;
        }

        private String text() {
            var text = new StringBuilder();
            for (var i = random.nextInt(6); i >= 0; i--) {
                text.append(
                        switch (random.nextInt(6)) {
                            case 0 -> "words $1 \\ and = \" ' <p>";
                            case 1 -> " " + anyId() + " ";
                            case 2 -> "<a data-entry-id=\"" + anyId() + "\">";
                            case 3 -> "<a href='/x/" + anyId() + "'>";
                            case 4 -> " data-id='site-1' ";
                            default -> "{\"id\":\"" + anyId() + "\"}";
                        });
            }
            return text.toString();
        }

        private Object value(int depth) {
            return switch (depth > 3 ? 9 : random.nextInt(6)) {
                case 0 -> {
                    var list = new ArrayList<Object>();
                    for (var i = random.nextInt(4); i > 0; i--) {
                        list.add(value(depth + 1));
                    }
                    yield list;
                }
                case 1, 2 -> {
                    var map = new LinkedHashMap<String, Object>();
                    for (var i = random.nextInt(4); i > 0; i--) {
                        map.put(KEYS.get(random.nextInt(KEYS.size())), value(depth + 1));
                    }
                    yield map;
                }
                case 3 -> random.nextLong();
                case 4 -> anyId();
                default -> text();
            };
        }
    }
}
