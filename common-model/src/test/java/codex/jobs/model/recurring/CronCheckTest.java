package codex.jobs.model.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 2 * * *",
                "  0   2 * * * ",
                "30 0 2 * * *",
                "*/15 * * * *",
                "0 0 ? * MON-FRI",
                "0 0 1 JAN ?",
                "0 0 L * *",
                "0 0 29 2 *",
                "0 0 * * 7",
                "0,45 * * * *",
                // Minutes apart at midnight, but no two of those days follow each other.
                "55,5 0,23 * * 1"
            })
    void isAccepted(String expression) {
        assertThat(CronCheck.refusal(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "* * * *",
                "0 0 0 1 1 ? 2027",
                "@daily",
                "60 0 * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "0 0 * * FUN",
                "-5 0 * * *",
                "0 10-5 * * *",
                "0 0 */40 * *",
                "0/0 * * * *",
                "0 0 ? * ?",
                "0 0 30 2 *",
                "0 0 31 4,6,9,11 *",
                "0 0 * * *; drop"
            })
    void isInvalid(String expression) {
        assertThat(CronCheck.refusal(expression))
                .get()
                .extracting(CronCheck.Refusal::code)
                .isEqualTo(ErrorCode.INVALID_CRON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/14 * * * *",
                "0,10 3 * * *",
                "* * * * * *",
                "0 0,14 2 * * *",
                "0,30 0 2 * * *",
                "55,5 0,23 * * *",
                // The last of a month and the first of the next one.
                "0,50 0,23 1,31 * *",
                "0,50 0,23 29,1 2,3 *"
            })
    void isTooFrequent(String expression) {
        assertThat(CronCheck.refusal(expression))
                .get()
                .extracting(CronCheck.Refusal::code)
                .isEqualTo(ErrorCode.SCHEDULE_TOO_FREQUENT);
    }

    @Test
    void theReasonIsSaid() {
        assertThat(CronCheck.refusal("0 24 * * *").orElseThrow().reason())
                .isEqualTo("Value 24 not in range [0, 23].");
        assertThat(CronCheck.refusal("0 0 30 2 *").orElseThrow().reason())
                .isEqualTo("There is no such date, so it would never fire.");
        assertThat(CronCheck.refusal("0,5 2 * * *").orElseThrow().reason())
                .isEqualTo(
                        "At least 15 minutes must lie between two times, not as between 02:00 and"
                                + " 02:05.");
        assertThat(CronCheck.refusal("0 ".repeat(200)).orElseThrow().reason())
                .isEqualTo("At most 256 characters.");
    }
}
