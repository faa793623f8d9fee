package codex.jobs.embedded.mongodb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// Documents, queries and updates from a seed. Few different values, so that they meet.
final class RandomDocuments {

    static final int IDS = 60;
    private static final List<String> FIELDS = List.of("a", "b", "c.d", "tags", "items.k");

    private final Random random;

    RandomDocuments(long seed) {
        this.random = new Random(seed);
    }

    int number(int below) {
        return random.nextInt(below);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    Document document(Object id) {
        Document document = new Document("_id", id);
        fields().forEach(document::append);
        return document;
    }

    Document fields() {
        Document document = new Document();
        if (chance(85)) {
            document.append("a", value());
        }
        if (chance(85)) {
            document.append("b", number(5));
        }
        if (chance(70)) {
            document.append("c", chance(80) ? new Document("d", value()) : value());
        }
        if (chance(70)) {
            document.append("tags", chance(80) ? values(number(4)) : value());
        }
        if (chance(50)) {
            document.append(
                    "items",
                    IntStream.range(0, number(3))
                            .mapToObj(_ ->
                                    chance(80)
                                            ? new Document("k", number(4))
                                            : new Document("x", 1))
                            .toList());
        }
        return document;
    }

    @Nullable Object value() {
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1 -> (long) number(6);
            case 2 -> number(12) / 2.0;
            case 3 -> "s" + number(4);
            case 4 -> chance(50);
            case 5 -> Date.from(Instant.ofEpochMilli(number(3) * 1_000L));
            case 6 -> new ObjectId(number(3), number(3));
            case 7 -> new Binary(("b" + number(3)).getBytes(StandardCharsets.UTF_8));
            case 8 -> new UUID(number(2), number(2));
            case 9 -> -number(4);
            case 10 -> new Document("x", number(2));
            default -> number(6);
        };
    }

    private List<@Nullable Object> values(int count) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value());
        }
        return values;
    }

    /// A value that a range can end at.
    private Object bound() {
        Object value = value();
        return value == null || value instanceof Document ? (Object) number(6) : value;
    }

    Document query() {
        Document query = new Document();
        int conditions = 1 + number(3);
        for (int i = 0; i < conditions; i++) {
            if (chance(10)) {
                query.append(
                        "$or",
                        List.of(
                                new Document(field(), condition()),
                                new Document(field(), condition())));
            } else if (chance(10)) {
                query.append(
                        "$and",
                        List.of(
                                new Document(field(), condition()),
                                new Document(field(), condition())));
            } else if (chance(20)) {
                query.append("_id", idCondition());
            } else {
                query.append(field(), condition());
            }
        }
        return query;
    }

    private Object idCondition() {
        return switch (number(4)) {
            case 0 -> new Document("$gt", number(IDS));
            case 1 -> new Document("$lte", number(IDS)).append("$gt", number(IDS));
            case 2 ->
                    new Document(
                            "$in", List.of(number(IDS), (long) number(IDS), number(IDS) + 0.0));
            default -> number(IDS);
        };
    }

    private @Nullable Object condition() {
        return switch (number(12)) {
            case 0 -> new Document("$gt", bound());
            case 1 -> new Document("$gte", number(5)).append("$lt", number(8));
            case 2 -> new Document("$lte", bound());
            case 3 -> new Document("$in", values(number(4)));
            case 4 -> new Document("$ne", value());
            case 5 -> new Document("$exists", chance(50));
            case 6 -> new Document("$lt", bound()).append("$gt", bound());
            case 7 -> new Document("$nin", values(2));
            case 8 -> new Document("$eq", number(6));
            default -> scalar();
        };
    }

    private @Nullable Object scalar() {
        Object value = value();
        return value instanceof Document ? (Object) number(5) : value;
    }

    String field() {
        return FIELDS.get(number(FIELDS.size()));
    }

    /// One or two fields, each up or down. Not those that hold arrays: the reference puts two empty
    /// arrays in no stable order.
    Document order() {
        Document order = new Document();
        int fields = 1 + number(2);
        for (int i = 0; i < fields; i++) {
            order.append(List.of("a", "b", "c.d", "_id").get(number(4)), chance(50) ? 1 : -1);
        }
        return order;
    }

    Document update() {
        return switch (number(8)) {
            case 0 -> new Document("$set", new Document("a", value()));
            case 1 -> new Document("$inc", new Document("b", 1));
            case 2 -> new Document("$unset", new Document(chance(50) ? "a" : "tags", ""));
            case 3 -> new Document("$set", new Document("tags", values(number(3))));
            case 4 -> new Document("$set", new Document("c", new Document("d", value())));
            case 5 ->
                    new Document(
                            "$set", new Document("items", List.of(new Document("k", number(4)))));
            case 6 -> new Document("$set", new Document("a", value()).append("b", number(5)));
            default -> new Document("$max", new Document("b", number(5)));
        };
    }
}
