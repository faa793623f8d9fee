package codex.jobs.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.bson.Document;

/// The entries that are imported: about one kibibyte each, all different, the same in every run.
final class Entries {

    static final String SITE = "site-benchmark";
    static final String MODEL = "article";

    private static final int BODY_WORDS = 105;
    private static final List<String> WORDS =
            List.of(
                    "harbour",
                    "market",
                    "council",
                    "bridge",
                    "evening",
                    "theatre",
                    "season",
                    "garden",
                    "station",
                    "winter",
                    "library",
                    "festival",
                    "river",
                    "school",
                    "museum",
                    "island",
                    "morning",
                    "kitchen",
                    "weather",
                    "concert",
                    "tunnel",
                    "village",
                    "science",
                    "painter",
                    "ferry",
                    "square",
                    "orchard",
                    "lantern",
                    "courtyard",
                    "meadow",
                    "signal",
                    "granite");

    private Entries() {}

    static Document site() {
        return new Document("_id", SITE)
                .append("alias", "benchmark")
                .append("name", "Benchmark")
                .append("status", "READY");
    }

    static Document model() {
        return new Document("_id", "model-article")
                .append("alias", MODEL)
                .append("name", "Article")
                .append("status", 1)
                .append("titleAlias", "title")
                .append("slugAlias", "slug")
                .append("siteConfigurations", List.of(new Document("siteId", SITE)))
                .append(
                        "fields",
                        List.of(
                                field("title", "TEXT", new Document("required", true)),
                                field("slug", "TEXT", new Document("required", true)),
                                field("lead", "TEXT", new Document("maxLength", 400)),
                                field("body", "TEXT", new Document("required", true)),
                                field("category", "TEXT", new Document()),
                                field("minutes", "INTEGER", new Document("min", 1))));
    }

    private static Document field(String alias, String type, Document validations) {
        return new Document("alias", alias)
                .append("name", alias)
                .append("type", type)
                .append("list", false)
                .append("validations", validations);
    }

    /// One line of a file in NDJSON, with its line feed.
    static String line(int number) {
        var random = new Random(number);
        return String.format(
                Locale.ROOT,
                "{\"id\":\"article-%08d\",\"system\":{\"status\":1,"
                        + "\"publishedAt\":\"2024-05-14T10:00:00.000Z\"},"
                        + "\"content\":{\"title\":\"%s %d\",\"slug\":\"article-%d\","
                        + "\"lead\":\"%s\",\"body\":\"%s\",\"category\":\"%s\",\"minutes\":%d},"
                        + "\"attrs\":{\"desk\":\"%s\"}}\n",
                number,
                words(random, 4),
                number,
                number,
                words(random, 14),
                words(random, BODY_WORDS),
                words(random, 1),
                1 + random.nextInt(30),
                words(random, 1));
    }

    private static String words(Random random, int count) {
        var text = new StringBuilder(count * 8);
        for (var word = 0; word < count; word++) {
            if (word > 0) {
                text.append(' ');
            }
            text.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }
}
