package codex.jobs.worker.handlers.export;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A file of valid items of the models `article` and `note`, with every type of field.
final class RandomArticles {

    private static final List<Integer> STATUSES = List.of(1, 3, 4, 5, 6, 7);
    private static final String CHARACTERS = "aZ 09.,:\"\\/\n\t<>&{}[]\u007f\u0001éßñ漢字\u2028";

    private final Random random;
    private final int count;

    RandomArticles(long seed, int count) {
        this.random = new Random(seed);
        this.count = count;
    }

    String json() {
        var items = new ArrayList<Map<String, Object>>();
        for (var number = 0; number < count; number++) {
            items.add(random.nextInt(4) == 0 ? note(number) : article(number));
        }
        return JsonMapper.shared().writeValueAsString(items);
    }

    private Map<String, Object> article(int number) {
        var content = new LinkedHashMap<String, Object>();
        content.put("title", "t" + text(12));
        maybe(content, "title_slug", text(8));
        maybe(content, "code", code(number));
        maybe(content, "body", "<p>" + text(200) + "</p>");
        maybe(content, "rich", rich(0));
        maybe(content, "count", 1 + random.nextInt(10));
        maybe(content, "price", price());
        maybe(content, "hot", random.nextBoolean());
        maybe(content, "at", time());
        maybe(
                content,
                "where",
                Map.of("lat", 180 * random.nextDouble() - 90, "lon", random.nextInt(-180, 181)));
        maybe(content, "url", "/" + number + "/ä-" + random.nextInt(9));
        maybe(content, "tags", List.of("Tag" + random.nextInt(5), "t" + text(5)));
        maybe(content, "image", Map.of("id", "image-1", "type", 1, "url", text(9)));
        maybe(content, "author", Map.of("id", "ada"));
        maybe(
                content,
                "sections",
                List.of(
                        Map.of("id", "politics", "isMain", false),
                        Map.of("id", "sports", "isMain", true)));
        maybe(content, "related", List.of(reference(), reference(), reference()));
        maybe(content, "kind", random.nextBoolean() ? "a" : "b");
        return item(number, "article", content);
    }

    private Map<String, Object> note(int number) {
        var content = new LinkedHashMap<String, Object>();
        maybe(content, "text", text(30));
        content.put("about", reference());
        return item(number, "note", content);
    }

    private Map<String, Object> item(int number, String model, Map<String, Object> content) {
        var system = new LinkedHashMap<String, Object>();
        var status = STATUSES.get(random.nextInt(STATUSES.size()));
        system.put("siteId", "s1");
        system.put("modelAlias", model);
        system.put("status", status);
        maybe(system, "slug", "s-" + random.nextInt(99));
        maybe(system, "createdAt", time());
        maybe(system, "updatedAt", time());
        maybe(system, "firstPublishedAt", time());
        maybe(system, "unpublishedAt", time());
        if (status == 6) {
            system.put("publishedAt", "2999-01-01T00:00:00.001Z");
        } else {
            maybe(system, "publishedAt", time());
        }
        maybe(system, "labels", List.of(Map.of("id", "checked")));
        var item = new LinkedHashMap<String, Object>();
        item.put("id", "item-" + number);
        item.put("system", system);
        item.put("content", content);
        maybe(item, "attrs", Map.of("k" + random.nextInt(3), text(9), "source", "wire"));
        return item;
    }

    private void maybe(Map<String, Object> object, String key, Object value) {
        if (random.nextInt(3) > 0) {
            object.put(key, value);
        }
    }

    private Map<String, Object> reference() {
        return Map.of("id", "item-" + random.nextInt(count));
    }

    private String text(int longest) {
        var text = new StringBuilder();
        for (var left = random.nextInt(longest); left > 0; left--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    /// Unique, in capitals.
    private static String code(int number) {
        return Integer.toString(number, 10)
                .chars()
                .collect(
                        StringBuilder::new,
                        (code, digit) -> code.append((char) ('A' + digit - '0')),
                        StringBuilder::append)
                .toString();
    }

    private String time() {
        return Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L)).toString();
    }

    private BigDecimal price() {
        return new BigDecimal(new BigInteger(100, random), random.nextInt(-5, 30));
    }

    private Object rich(int depth) {
        var blocks = new ArrayList<@Nullable Object>();
        for (var left = random.nextInt(3); left >= 0; left--) {
            var block = new LinkedHashMap<String, @Nullable Object>();
            block.put("type", text(9));
            block.put("text", random.nextBoolean() ? null : text(20));
            block.put("size", random.nextBoolean() ? random.nextLong() : random.nextInt(9));
            block.put("ratio", price());
            block.put("attrs", Map.of("dropCap", random.nextBoolean()));
            block.put("content", depth > 2 ? List.of() : rich(depth + 1));
            blocks.add(block);
        }
        return blocks;
    }
}
