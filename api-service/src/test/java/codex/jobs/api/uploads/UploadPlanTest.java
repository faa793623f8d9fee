package codex.jobs.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Specification 2.6.
class UploadPlanTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "1, 8, 1",
        "8388608, 8, 1",
        "8388609, 8, 2",
        "5368709120, 8, 640",
        "83886080000, 8, 10000",
        "83886080001, 9, 8889",
        "5497558138880, 525, 9987"
    })
    void partsAreEightMebibytesUnlessThereWouldBeTooMany(long size, long mebibytes, int count) {
        var plan = UploadPlan.of(size, 8 * MIB);

        assertThat(plan.partSize()).isEqualTo(mebibytes * MIB);
        assertThat(plan.count()).isEqualTo(count);
    }

    @Test
    void theLastPartHasWhatIsLeft() {
        assertThat(UploadPlan.of(8 * MIB + 3, 8 * MIB).sizeOf(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "articles.json, articles.json",
        "my file (1).zip, my_file_1_.zip",
        "../../etc/passwd, passwd",
        "C:\\data\\a.json, a.json",
        "..., file",
        ".hidden, hidden",
        "Übersicht.json, Übersicht.json",
        "a\u0000b, a_b"
    })
    void namesBecomeSafe(String name, String safe) {
        assertThat(FileName.sanitised(name)).isEqualTo(safe);
    }

    @Test
    void longNamesKeepTheirEnd() {
        assertThat(FileName.sanitised("x".repeat(300) + ".json")).hasSize(128).endsWith("x.json");
    }
}
