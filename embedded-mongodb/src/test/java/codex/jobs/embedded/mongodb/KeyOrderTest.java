package codex.jobs.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    private static final ValueComparator ORDER = ValueComparator.ascWithoutListHandling();

    @RepeatedTest(20)
    void keysAreOrderedLikeTheValues(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 5_000; i++) {
            Object left = value(random, 2);
            Object right = random.nextInt(10) == 0 ? left : value(random, 2);
            int expected = ORDER.compare(left, right);

            assertThat(Integer.signum(Arrays.compareUnsigned(key(left, true), key(right, true))))
                    .as("%s and %s", left, right)
                    .isEqualTo(Integer.signum(expected));
            assertThat(Integer.signum(Arrays.compareUnsigned(key(left, false), key(right, false))))
                    .as("%s and %s, descending", left, right)
                    .isEqualTo(-Integer.signum(expected));
        }
    }

    @RepeatedTest(20)
    void keysOfSeveralFieldsAreOrderedFieldByField(RepetitionInfo repetition) {
        Random random = new Random(1_000 + repetition.getCurrentRepetition());
        for (int i = 0; i < 5_000; i++) {
            List<@Nullable Object> left = Arrays.asList(value(random, 1), value(random, 1));
            List<@Nullable Object> right =
                    Arrays.asList(
                            random.nextBoolean() ? left.getFirst() : value(random, 1),
                            value(random, 1));
            int first = ORDER.compare(left.getFirst(), right.getFirst());
            int expected = first != 0 ? first : ORDER.compare(right.getLast(), left.getLast());

            assertThat(Integer.signum(Arrays.compareUnsigned(compound(left), compound(right))))
                    .as("%s and %s", left, right)
                    .isEqualTo(Integer.signum(expected));
        }
    }

    @Test
    void equalNumbersOfAllTypesAreOneKey() {
        assertThat(key(5, true)).isEqualTo(key(5L, true)).isEqualTo(key(5.0, true));
        assertThat(key(0.0, true)).isEqualTo(key(-0.0, true));
    }

    @Test
    void neighbouringLongsBeyondTheDoublesAreTold() {
        long[] ascending = {
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            -(1L << 53) - 1,
            -(1L << 53),
            (1L << 53),
            (1L << 53) + 1,
            Long.MAX_VALUE - 513,
            Long.MAX_VALUE - 512,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
        };
        for (int i = 1; i < ascending.length; i++) {
            assertThat(Arrays.compareUnsigned(key(ascending[i - 1], true), key(ascending[i], true)))
                    .isNegative();
        }
    }

    private static byte[] compound(List<@Nullable Object> values) {
        return new KeyWriter()
                .value(values.getFirst(), true)
                .value(values.getLast(), false)
                .toBytes();
    }

    private static byte[] key(@Nullable Object value, boolean ascending) {
        return new KeyWriter().value(value, ascending).toBytes();
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 20 : 16)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextInt(5);
            case 3 -> random.nextLong();
            case 4 -> (long) random.nextInt(5);
            case 5 -> random.nextInt(10) / 2.0;
            case 6 -> random.nextGaussian() * Integer.MAX_VALUE;
            case 7, 8 -> string(random);
            case 9 -> random.nextBoolean();
            case 10 -> Instant.ofEpochMilli(random.nextLong(-1_000_000, 1_000_000));
            case 11 -> new ObjectId(bytes(random, 12));
            case 12 -> new BinData(bytes(random, random.nextInt(4)));
            case 13 -> new UUID(random.nextLong(), random.nextLong());
            case 14 -> new LegacyUUID(random.nextLong(), random.nextLong());
            case 15 -> new BsonTimestamp(random.nextLong());
            case 16 -> MinKey.getInstance();
            case 17 -> MaxKey.getInstance();
            case 18 -> document(random, depth - 1);
            default ->
                    Arrays.asList(element(random), element(random)).subList(0, random.nextInt(3));
        };
    }

    /// The comparator takes a missing element and a null one as the same; keys do not.
    private static Object element(Random random) {
        Object value = value(random, 0);
        return value == null ? "no null" : value;
    }

    private static String string(Random random) {
        String alphabet = "ab\u0000\u0001\u007f\u0080\u07ff\u0800\uffee\ud83d\ude00";
        StringBuilder string = new StringBuilder();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            string.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return string.toString();
    }

    private static Document document(Random random, int depth) {
        Document document = new Document();
        for (String name : List.of("a", "b")) {
            if (random.nextBoolean()) {
                Object value = value(random, 0);
                document.put(name, value == null && depth < 0 ? 1 : value);
            }
        }
        return document;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
