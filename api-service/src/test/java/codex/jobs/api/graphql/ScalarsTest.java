package codex.jobs.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Specification 2.1.
class ScalarsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-05-14T10:00:00Z,2024-05-14T10:00:00.000Z",
        "2024-05-14T10:00:00.1Z,2024-05-14T10:00:00.100Z",
        "2024-05-14T10:00:00.123999999Z,2024-05-14T10:00:00.123Z",
        "0001-01-01T00:00:00Z,0001-01-01T00:00:00.000Z"
    })
    void timesHaveThreeDecimals(Instant time, String printed) {
        assertThat(DateTimeFormat.print(time)).isEqualTo(printed);
    }

    @Test
    void anotherOffsetIsKept() {
        assertThat(DateTimeFormat.print(OffsetDateTime.parse("2024-05-14T10:00:00+02:00")))
                .isEqualTo("2024-05-14T10:00:00.000+02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-14T10:00:00Z,2024-05-14T10:00:00Z",
        "2024-05-14t10:00:00.1234567z,2024-05-14T10:00:00.123456700Z",
        "2024-05-14T10:00:00+02:00,2024-05-14T08:00:00Z",
        "2024-02-29T23:59:59-14:00,2024-03-01T13:59:59Z"
    })
    void timesWithAnOffsetAreRead(String text, Instant time) {
        assertThat(DateTimeFormat.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-14T10:00:00",
                "2024-05-14",
                "2024-05-14T10:00Z",
                "2024-05-14T10:00:00.12345678Z",
                "2024-05-14T10:00:00.Z",
                "2023-02-29T10:00:00Z",
                "2024-05-14T24:00:00Z",
                "2024-05-14T10:00:60Z",
                "2024-05-14T10:00:00+0200",
                "2024-05-14T10:00:00+15:00",
                " 2024-05-14T10:00:00Z",
                ""
            })
    void otherTimesAreRefused(String text) {
        assertThat(DateTimeFormat.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,PT0S",
        "PT26H3M4.25S,P1DT2H3M4.25S",
        "PT24H,P1D",
        "PT1H,PT1H",
        "PT-5S,-PT5S",
        "PT-25H,-P1DT1H",
        "PT0.0000001S,PT0.0000001S",
        "PT0.00000001S,PT0S",
        "PT59M59.9999999S,PT59M59.9999999S",
        "PT8760H,P365D"
    })
    void spansAreWrittenWithDays(Duration span, String printed) {
        assertThat(TimeSpanFormat.print(span)).isEqualTo(printed);
        assertThat(TimeSpanFormat.parse(printed)).isInstanceOf(Duration.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PT", "1.02:03:04", "P1Y", "P1DT", "PT1.12345678S", "pt1s", ""})
    void otherSpansAreRefused(String text) {
        assertThat(TimeSpanFormat.parse(text)).isNull();
    }

    @Test
    void longsAreNumbersOf64Bits() {
        var tooLarge = BigInteger.ONE.shiftLeft(63);

        assertThat(LongValue.ofNumber(tooLarge.subtract(BigInteger.ONE))).isEqualTo(Long.MAX_VALUE);
        assertThat(LongValue.ofNumber(tooLarge)).isNull();
        assertThat(LongValue.ofNumber(7)).isEqualTo(7L);
        assertThat(LongValue.ofNumber(new BigDecimal("7.0"))).isEqualTo(7L);
        assertThat(LongValue.ofNumber(7.5)).isNull();
        assertThat(LongValue.ofNumber(new BigDecimal("1e1000000000"))).isNull();
        assertThat(LongValue.ofNumber("7")).isNull();
    }
}
