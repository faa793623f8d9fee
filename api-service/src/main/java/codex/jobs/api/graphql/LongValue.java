package codex.jobs.api.graphql;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// `Long`: a signed 64-bit integer, a JSON number in both directions.
final class LongValue {

    private LongValue() {}

    static @Nullable Object of(Object value) {
        return value instanceof Long ? value : ofNumber(value);
    }

    /// Null for what is no number, has a fraction or does not fit.
    static @Nullable Object ofNumber(Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number.longValue();
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
            case Double number when Double.isFinite(number) -> exact(new BigDecimal(number));
            case BigDecimal number -> exact(number);
            default -> null;
        };
    }

    private static @Nullable Object exact(BigDecimal number) {
        // A huge exponent must not be written out.
        if (Math.abs((long) number.scale()) > Long.SIZE || number.precision() > Long.SIZE) {
            return null;
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            return null;
        }
    }
}
