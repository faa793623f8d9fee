package codex.jobs.worker.handlers.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipRulesTest {

    private static final long GIB = 1L << 30;

    private static ZipMember member(String name) {
        return new ZipMember(name, ZipMember.DEFLATED, false, 0, 1, 1, 0);
    }

    private static ZipMember member(long packed, long unpacked) {
        return new ZipMember("a", ZipMember.DEFLATED, false, 0, packed, unpacked, 0);
    }

    private static String refused(ZipMember... members) {
        return catchThrowableOfType(
                        UnreadableFile.class, () -> ZipRules.check(Arrays.asList(members)))
                .code();
    }

    private static void assertAccepted(ZipMember... members) {
        assertThatCode(() -> ZipRules.check(Arrays.asList(members))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.json",
                "files/a.png",
                "files/",
                "..a",
                "a../b",
                "a/..b/c",
                ".hidden",
                "zip",
                "a.b",
                "files\\a.png",
                "C/a"
            })
    void membersLieInTheArchive(String name) {
        assertAccepted(member(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "\\a",
                "..",
                "../a",
                "a/../../b",
                "a/..",
                "a\\..\\b",
                "C:\\a",
                "c:a",
                "a\0b"
            })
    void noMemberLiesOutsideOfIt(String name) {
        assertThat(refused(member("a.json"), member(name))).isEqualTo("ARCHIVE_UNSAFE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a/B.ZIP", "a.jar", "a.tar.gz", "a.7z", "a.xz"})
    void archivesInArchivesAreRefused(String name) {
        assertThat(refused(member("a.json"), member(name))).isEqualTo("ARCHIVE_NESTED");
    }

    @Test
    void encryptedMembersAreRefused() {
        assertThat(refused(new ZipMember("a", ZipMember.DEFLATED, true, 0, 1, 1, 0)))
                .isEqualTo("ARCHIVE_ENCRYPTED");
    }

    @Test
    void bombsAreRefused() {
        assertAccepted(member(1, 1 << 20));
        assertAccepted(member(10_000, 2_000_000));
        assertThat(refused(member(9_999, 2_000_000))).isEqualTo("ARCHIVE_TOO_LARGE");
        assertThat(refused(member(0, 2_000_000))).isEqualTo("ARCHIVE_TOO_LARGE");
    }

    @Test
    void allMembersTogetherHaveALimit() {
        var large = member(10 * GIB, 10 * GIB);
        assertAccepted(large, large, large, large, large);
        assertThat(refused(large, large, large, large, large, member(1, 1)))
                .isEqualTo("ARCHIVE_TOO_LARGE");
        assertThat(refused(large, member(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo("ARCHIVE_TOO_LARGE");
        assertThat(refused(member(1, -1))).isEqualTo("ARCHIVE_TOO_LARGE");
        assertThat(refused(member(-1, 1))).isEqualTo("ARCHIVE_TOO_LARGE");
    }

    @Test
    void manyMembersAreNoProblemOfTheirOwn() {
        List<ZipMember> many = Collections.nCopies(10_000, member("a"));

        assertThatCode(() -> ZipRules.check(many)).doesNotThrowAnyException();
    }
}
