package codex.jobs.model.content;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentIdTest {

    private static final JobId JOB = new JobId("01M86PA4H0QZ9V7T2S4YB6C8DE");
    private static final JobId OTHER = new JobId("01M86PA4H0QZ9V7T2S4YB6C8DF");

    /// Stored ids depend on this: another answer would make a second entry of each.
    @Test
    void idsNeverChange() {
        assertThat(ContentId.entry(JOB, "a-1")).isEqualTo("ce1jNlk2vDjVyL0PL074Kndf");
        assertThat(ContentId.url("site123", "/a")).isEqualTo("cu7HthYmHBuyg5EdPMkAtRnW");
    }

    @Test
    void sameJobGivesTheSameThingTheSameId() {
        assertThat(ContentId.entry(JOB, "a-1")).isEqualTo(ContentId.entry(JOB, "a-1"));
        assertThat(ContentId.entry(JOB, "a-1")).isNotEqualTo(ContentId.entry(OTHER, "a-1"));
        assertThat(ContentId.version(JOB, "ce1", "7"))
                .isNotEqualTo(ContentId.version(JOB, "ce1", "8"));
    }

    @Test
    void addressesAndTagsAreTheSameForEveryJob() {
        assertThat(ContentId.url("s1", "/a")).isNotEqualTo(ContentId.url("s2", "/a"));
        assertThat(ContentId.tag("s1", "a")).isNotEqualTo(ContentId.url("s1", "a"));
    }

    @Test
    void everyAttemptAtACloneMakesAnotherSiteWithOtherThings() {
        var site = ContentId.site(JOB, 1);

        assertThat(site).isEqualTo(ContentId.site(JOB, 1)).matches("st[A-Za-z0-9]{22}");
        assertThat(site).isNotEqualTo(ContentId.site(JOB, 2));
        assertThat(ContentId.copy(site, ContentKind.SECTIONS, "a"))
                .isEqualTo(ContentId.copy(site, ContentKind.SECTIONS, "a"))
                .isNotEqualTo(ContentId.copy(site, ContentKind.LISTS, "a"))
                .isNotEqualTo(ContentId.copy(ContentId.site(JOB, 2), ContentKind.SECTIONS, "a"));
        assertThat(ContentId.isEntry(ContentId.copy(site, ContentKind.ENTRIES, "a"))).isTrue();
        assertThat(ContentId.copy(site, ContentKind.SETTINGS, "a")).matches("cg[A-Za-z0-9]{22}");
    }

    /// Parts must not run into each other.
    @Test
    void boundariesCount() {
        assertThat(ContentId.url("ab", "c")).isNotEqualTo(ContentId.url("a", "bc"));
        assertThat(ContentId.version(JOB, "ab", "c"))
                .isNotEqualTo(ContentId.version(JOB, "a", "bc"));
    }

    @Test
    void everyIdIsAnEntrysIdAndNoTwoAreAlike() {
        var random = new Random(7);
        var seen = new HashSet<String>();
        for (var i = 0; i < 10_000; i++) {
            var id = ContentId.entry(JOB, i + "-" + random.nextInt());
            assertThat(ContentId.isEntry(id)).as(id).isTrue();
            assertThat(seen.add(id)).isTrue();
        }
        // Of random bits every digit comes up at every place.
        for (var digit = 3; digit < 24; digit++) {
            var place = digit;
            assertThat(seen.stream().map(id -> id.charAt(place)).distinct()).hasSize(62);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ce",
                "ca0123456789ABCDEFGHIJKL",
                "ce0123456789ABCDEFGHIJK",
                "ce0123456789ABCDEFGHIJ-L"
            })
    void othersAreNone(String value) {
        assertThat(ContentId.isEntry(value)).isFalse();
    }

    @Test
    void kindsShowInThePrefix() {
        assertThat(
                        List.of(
                                ContentId.entry(JOB, "x"),
                                ContentId.version(JOB, "x", "x"),
                                ContentId.asset(JOB, "x"),
                                ContentId.url("x", "x"),
                                ContentId.tag("x", "x")))
                .extracting(id -> id.substring(0, 2))
                .containsExactly("ce", "cv", "ca", "cu", "ct");
    }
}
