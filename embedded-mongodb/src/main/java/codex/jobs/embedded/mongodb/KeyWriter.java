package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes values as bytes whose unsigned order is the comparison order of BSON values, and whose
/// equality is MongoDB's equality: `1`, `1L` and `1.0` are the same key. Every value ends itself,
/// so that values can follow one another and a written prefix is exactly "the first fields are
/// equal".
final class KeyWriter {

    /// What starts a value: its type, in comparison order; never 0x00, which ends things.
    enum Tag {
        MIN_KEY(0x05),
        EMPTY_ARRAY(0x08),
        NULL(0x0A),
        NUMBER(0x10),
        STRING(0x20),
        DOCUMENT(0x30),
        ARRAY(0x38),
        BINARY(0x40),
        LEGACY_UUID(0x44),
        UUID(0x48),
        OBJECT_ID(0x50),
        BOOLEAN(0x58),
        DATE(0x60),
        TIMESTAMP(0x68),
        REGEX(0x70),
        JAVASCRIPT(0x78),
        MAX_KEY(0xF0);

        final byte code;

        Tag(int code) {
            this.code = (byte) code;
        }

        static Tag of(@Nullable Object value) {
            return switch (value) {
                case null -> NULL;
                case Missing _ -> NULL;
                case Number _ -> NUMBER;
                case String _ -> STRING;
                case ObjectId _ -> OBJECT_ID;
                case Boolean _ -> BOOLEAN;
                case Instant _ -> DATE;
                case Map<?, ?> _ -> DOCUMENT;
                case Collection<?> _ -> ARRAY;
                case UUID _ -> UUID;
                case BinData _ -> BINARY;
                case LegacyUUID _ -> LEGACY_UUID;
                case BsonTimestamp _ -> TIMESTAMP;
                case BsonRegularExpression _ -> REGEX;
                case BsonJavaScript _ -> JAVASCRIPT;
                case MinKey _ -> MIN_KEY;
                case MaxKey _ -> MAX_KEY;
                default -> throw new IllegalArgumentException("No key for a " + value.getClass());
            };
        }
    }

    private static final byte END = 0x00;

    /// Stands before 0x00, which would end a string, and before itself; both are followed by one
    /// more than they are.
    private static final byte ESCAPE = 0x01;

    private static final int NO_REMAINDER = 0x8000;

    private byte[] bytes;
    private int length;

    KeyWriter() {
        this(48);
    }

    KeyWriter(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /// Any value, in ascending order.
    KeyWriter value(@Nullable Object value) {
        Tag tag = Tag.of(value);
        tag(tag);
        payload(tag, value);
        return this;
    }

    /// Any value; in descending order all its bytes are inverted.
    KeyWriter value(@Nullable Object value, boolean ascending) {
        int start = length;
        value(value);
        return ascending ? this : invertFrom(start);
    }

    /// An index entry's key for an array without elements.
    KeyWriter emptyArray(boolean ascending) {
        return type(Tag.EMPTY_ARRAY, ascending);
    }

    /// Only what all values of a type start with.
    KeyWriter type(Tag tag, boolean ascending) {
        int start = length;
        tag(tag);
        return ascending ? this : invertFrom(start);
    }

    private KeyWriter tag(Tag tag) {
        put(tag.code);
        return this;
    }

    KeyWriter raw(byte[] written) {
        ensure(written.length);
        System.arraycopy(written, 0, bytes, length, written.length);
        length += written.length;
        return this;
    }

    KeyWriter unsignedShort(int value) {
        put((byte) (value >>> 8));
        put((byte) value);
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private KeyWriter invertFrom(int start) {
        for (int i = start; i < length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return this;
    }

    private void payload(Tag tag, @Nullable Object value) {
        switch (value) {
            case Number number -> number(number);
            case String string -> string(string);
            case ObjectId id -> raw(id.toByteArray());
            case Boolean flag -> put((byte) (flag ? 1 : 0));
            case Instant instant -> signedLong(instant.toEpochMilli());
            case Map<?, ?> map -> document(map);
            case Collection<?> elements -> array(elements);
            case UUID uuid ->
                    unsignedLong(uuid.getMostSignificantBits())
                            .unsignedLong(uuid.getLeastSignificantBits());
            case BinData binary -> binary(binary.getData());
            case LegacyUUID uuid ->
                    signedLong(uuid.getUuid().getMostSignificantBits())
                            .signedLong(uuid.getUuid().getLeastSignificantBits());
            case BsonTimestamp timestamp -> unsignedLong(timestamp.getValue());
            case BsonRegularExpression regex -> {
                string(regex.getPattern());
                string(regex.getOptions() == null ? "" : regex.getOptions());
            }
            case BsonJavaScript script -> string(script.getCode());
            case null -> {}
            default -> {
                if (tag != Tag.NULL && tag != Tag.MIN_KEY && tag != Tag.MAX_KEY) {
                    throw new IllegalArgumentException("No key for a " + value.getClass());
                }
            }
        }
    }

    /// The nearest double, then how far a long lies from it: beyond 2^53 neighbouring longs share
    /// their double.
    private void number(Number number) {
        double nearest = number.doubleValue();
        long bits = Double.doubleToLongBits(nearest == 0.0 ? 0.0 : nearest);
        unsignedLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        unsignedShort(
                number instanceof Long exact
                        ? NO_REMAINDER + remainder(exact, nearest)
                        : NO_REMAINDER);
    }

    private static int remainder(long exact, double nearest) {
        return nearest == 0x1p63
                ? (int) (exact - Long.MAX_VALUE) - 1
                : (int) (exact - (long) nearest);
    }

    /// UTF-16 order, each unit in the one to three bytes that UTF-8 would take for it: the order in
    /// which the server compares strings elsewhere.
    private KeyWriter string(String string) {
        ensure(string.length() * 3 + 1);
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit <= ESCAPE) {
                put(ESCAPE);
                put((byte) (unit + 1));
            } else if (unit < 0x80) {
                put((byte) unit);
            } else if (unit < 0x800) {
                put((byte) (0xC0 | (unit >> 6)));
                put((byte) (0x80 | (unit & 0x3F)));
            } else {
                put((byte) (0xE0 | (unit >> 12)));
                put((byte) (0x80 | (unit >> 6 & 0x3F)));
                put((byte) (0x80 | (unit & 0x3F)));
            }
        }
        put(END);
        return this;
    }

    /// Field by field: type, name, value.
    private void document(Map<?, ?> document) {
        document.forEach((name, value) -> {
            Tag tag = Tag.of(value);
            tag(tag).string((String) name).payload(tag, value);
        });
        put(END);
    }

    private void array(Collection<?> elements) {
        elements.forEach(this::value);
        put(END);
    }

    /// Shorter before longer, then byte by byte.
    private void binary(byte[] data) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            put((byte) (data.length >>> shift));
        }
        raw(data);
    }

    private KeyWriter signedLong(long value) {
        return unsignedLong(value ^ Long.MIN_VALUE);
    }

    private KeyWriter unsignedLong(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((byte) (value >>> shift));
        }
        return this;
    }

    private void put(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
