package codex.jobs.stores.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import codex.jobs.model.tenant.OrganizationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {

    private static final OrganizationId ACME = new OrganizationId("acme");

    @Test
    void keyBeginsWithTheOrganization() {
        assertThat(new BlobKey(ACME, "uploads/1/a.json").full())
                .isEqualTo("orgs/acme/uploads/1/a.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a..b", "..a/b..", "assets/file.zip", "Grüße/世界", "a b", ".a"})
    void pathInsideTheOrganizationIsAccepted(String path) {
        assertThat(BlobKey.isValid(ACME, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "..",
                "../b",
                "a/../b",
                "a/..",
                "./a",
                "a/./b",
                "a\u0000b",
                "a\nb"
            })
    void pathThatMayLeaveTheOrganizationIsRefused(String path) {
        assertThat(BlobKey.isValid(ACME, path)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobKey(ACME, path));
    }

    @Test
    void wholeKeyHas1024BytesAtMost() {
        var room = 1024 - "orgs/acme/".length();

        assertThat(BlobKey.isValid(ACME, "a".repeat(room))).isTrue();
        assertThat(BlobKey.isValid(ACME, "a".repeat(room + 1))).isFalse();
        assertThat(BlobKey.isValid(ACME, "ü".repeat(room / 2 + 1))).isFalse();
    }
}
