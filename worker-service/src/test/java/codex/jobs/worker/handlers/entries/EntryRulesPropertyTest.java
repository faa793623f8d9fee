package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.worker.handlers.items.Findings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random items against random models: a seed that fails is in the test's name.
@DisplayName("whatever an item holds")
class EntryRulesPropertyTest {

    private static final int ITEMS = 400;

    static List<Long> seeds() {
        return new Random().longs(ITEMS).boxed().toList();
    }

    private record Checked(Map<String, Object> values, List<ChunkLine> lines, boolean isFatal) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyFindingPointsIntoTheItem(long seed) {
        var random = new Random(seed);
        var model = RandomContent.model(random);
        var given = RandomContent.item(random, model);

        var checked = check(model, given);

        assertThat(checked.lines())
                .allSatisfy(line -> {
                    assertThat(line.code()).matches("[A-Z_]+");
                    if (!"MORE_FINDINGS".equals(line.code())) {
                        assertThat(isPlace(given, model, line.path())).as(line.toString()).isTrue();
                    }
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasStoredIsTakenAgainAsItIs(long seed) {
        var random = new Random(seed);
        var model = RandomContent.model(random);
        var given = RandomContent.item(random, model);
        given.entrySet().removeIf(entry -> isRefused(model, entry.getKey(), entry.getValue()));
        var first = check(model, given);

        var again = check(model, RandomContent.asJson(first.values()));

        assertThat(again.isFatal()).as(again.lines().toString()).isFalse();
        assertThat(again.values()).isEqualTo(first.values());
    }

    private static boolean isRefused(ContentModel model, String alias, @Nullable Object value) {
        var alone = new LinkedHashMap<String, @Nullable Object>();
        alone.put(alias, value);
        return check(model, alone).isFatal();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onlyValuesOfTheFieldsTypeAreStored(long seed) {
        var random = new Random(seed);
        var model = RandomContent.model(random);

        var checked = check(model, RandomContent.item(random, model));

        checked.values()
                .forEach((alias, value) -> {
                    var field = field(model, alias);
                    var values = field.isList() ? (List<?>) value : List.of(value);
                    assertThat(values)
                            .as(alias)
                            .allSatisfy(one ->
                                    assertThat(isOfType(field.type(), one))
                                            .as(alias + " " + one)
                                            .isTrue());
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aWrongFieldIsToldWhateverElseIsWrong(long seed) {
        var random = new Random(seed);
        var model = RandomContent.model(random);
        var given = RandomContent.item(random, model);
        given.forEach((alias, value) -> {
            var alone = new LinkedHashMap<String, @Nullable Object>();
            alone.put(alias, value);
            var single = codes(check(model, alone), alias);
            assertThat(codes(check(model, given), alias)).as(alias).containsAll(single);
        });
    }

    private static List<String> codes(Checked checked, String alias) {
        return checked.lines().stream()
                .filter(line -> String.valueOf(line.path()).startsWith("/content/" + alias))
                .map(line -> line.code() + line.path())
                .toList();
    }

    private static ContentField field(ContentModel model, String alias) {
        return Optional.ofNullable(model.fields().get(alias)).orElseThrow();
    }

    private static boolean isOfType(FieldType type, @Nullable Object value) {
        return switch (type) {
            case TEXT, RICH_TEXT -> value instanceof String;
            case TAG ->
                    value instanceof String text && text.equals(text.strip()) && !text.isEmpty();
            case INTEGER -> value instanceof Long;
            case DECIMAL -> value instanceof BigDecimal;
            case BOOLEAN -> value instanceof Boolean;
            case DATE_TIME -> value instanceof Instant || value instanceof Date;
            case URL -> value instanceof String text && text.startsWith("/");
            case LOCATION, AUTHOR, MEDIA, REFERENCE -> value instanceof Map;
            case SECTION, RICH_CONTENT -> true;
        };
    }

    private static Checked check(ContentModel model, Map<String, @Nullable Object> given) {
        var findings = new Findings();
        var rules = new EntryRules(model, "s1", "ce1", new Known(), true, findings);
        @SuppressWarnings({"unchecked", "NullAway"}) // JSON has nulls
        Map<String, Object> item = (Map<String, Object>) (Map<String, ?>) given;
        var content = rules.check(item, Map.of(), Map.of());
        return new Checked(
                content.values(), findings.lines(0, null, null, true), findings.isFatal());
    }

    /// Whether the pointer leads to something of the item, or to a field that is missing in it.
    private static boolean isPlace(
            Map<String, @Nullable Object> given, ContentModel model, @Nullable String path) {
        var steps = new ArrayList<>(List.of(String.valueOf(path).split("/")));
        if (steps.size() < 3 || !steps.get(1).equals("content")) {
            return false;
        }
        var alias = steps.get(2).replace("~1", "/").replace("~0", "~");
        if (!given.containsKey(alias)) {
            return model.fields().containsKey(alias) && steps.size() == 3;
        }
        var value = given.get(alias);
        for (var step : steps.subList(3, steps.size())) {
            var index = Integer.parseInt(step);
            if (!(value instanceof List<?> list)) {
                return index == 0;
            }
            if (index >= list.size()) {
                return false;
            }
            value = list.get(index);
        }
        return true;
    }

    /// What exists around the item.
    private static final class Known implements Surroundings {

        @Override
        public Optional<String> assetId(String name) {
            return name.startsWith("known") ? Optional.of("ca-" + name) : byId(name);
        }

        private static Optional<String> byId(String name) {
            return name.startsWith("ca-") ? Optional.of(name) : Optional.empty();
        }

        @Override
        public boolean authorExists(String id) {
            return id.startsWith("known");
        }

        @Override
        public boolean labelExists(String id) {
            return id.startsWith("known");
        }

        @Override
        public boolean sectionExists(String siteId, String id) {
            return id.startsWith("known");
        }

        @Override
        public Optional<Target> target(String siteId, String name) {
            return Set.of("known1", "known2").contains(name)
                    ? Optional.of(new Target(name, "m1"))
                    : Optional.empty();
        }

        @Override
        public Optional<String> urlOwner(String siteId, String url, String entryId) {
            return url.contains("taken") ? Optional.of("ce9") : Optional.empty();
        }

        @Override
        public boolean isUsed(
                String siteId, String modelId, String alias, Object value, String entryId) {
            return "twice".equals(value);
        }
    }
}
