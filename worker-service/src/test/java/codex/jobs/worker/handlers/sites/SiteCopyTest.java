package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Specification 3.8, "New ids" and "Kept as is".
class SiteCopyTest {

    private static final SiteCopy COPY = copy("job1");
    private static final Ids KEPT = (_, id) -> id;

    private static SiteCopy copy(String job) {
        return new SiteCopy(new JobId(job), "base", "new-" + job, Map.of());
    }

    private static Map<String, Object> entry(String externalId, int status) {
        var system = new HashMap<String, Object>();
        system.put("siteId", "base");
        system.put("externalId", externalId);
        system.put("status", status);
        system.put("versionId", "cv1");
        return Map.of("_id", "e1", "system", system, "import", Map.of("job", "other"));
    }

    private static Map<String, Object> system(Map<String, Object> entry) {
        return SiteCopy.object(COPY.of(ContentKind.ENTRIES, entry, KEPT).get("system"));
    }

    @Test
    void theSameJobMakesTheSameCopyOfAThingAndNoTwoAreAlike() {
        var ids = new HashSet<String>();
        for (var kind : SiteCopy.KINDS) {
            for (var job : new String[] {"job1", "job2"}) {
                var id = copy(job).idOf(kind, Map.of("_id", "e1"));
                assertThat(id).isEqualTo(copy(job).idOf(kind, Map.of("_id", "e1")));
                ids.add(id);
            }
        }
        assertThat(ids).hasSize(2 * SiteCopy.KINDS.size());
        // addresses and tags are named by what they are
        assertThat(COPY.idOf(ContentKind.URLS, Map.of("_id", "u", "url", "/a/")))
                .isEqualTo(ContentId.url("new-job1", "/a/"));
        assertThat(COPY.idOf(ContentKind.TAGS, Map.of("_id", "t", "key", "summer")))
                .isEqualTo(ContentId.tag("new-job1", "summer"));
    }

    @Test
    void externalIdsAreKeptUnlessTheyAreTheEntrysOwn() {
        assertThat(system(entry("x1", 1))).containsEntry("externalId", "x1");
        assertThat(system(entry("e1", 1)))
                .containsEntry("externalId", COPY.idOf(ContentKind.ENTRIES, Map.of("_id", "e1")));
    }

    @Test
    void scheduledEntriesBecomeDrafts() {
        for (var status = 1; status <= 7; status++) {
            assertThat(system(entry("x1", status)))
                    .containsEntry("status", status == 6 ? 3 : status);
        }
    }

    @Test
    void anotherVersionOfAnEntryIsAnotherVersionOfItsCopy() {
        assertThat(COPY.versionOf("c", Map.of("versionId", "cv1")))
                .isEqualTo(COPY.versionOf("c", Map.of("versionId", "cv1")))
                .isNotEqualTo(COPY.versionOf("c", Map.of("versionId", "cv2")))
                .isNotEqualTo(COPY.versionOf("c", Map.of()));
    }

    @Test
    void theStampOfAnImportIsNotCopied() {
        assertThat(COPY.of(ContentKind.ENTRIES, entry("x1", 1), KEPT)).doesNotContainKey("import");
    }

    @Test
    void addressesOfAuthorsStayTheirs() {
        Ids swapped = (kind, id) -> kind + "(" + id + ")";
        var url = Map.<String, Object>of("_id", "u", "entityType", "AUTHOR", "entityId", "ann");

        assertThat(COPY.of(ContentKind.URLS, url, swapped)).containsEntry("entityId", "ann");
        var section = new HashMap<>(url);
        section.put("entityType", "SECTION");
        assertThat(COPY.of(ContentKind.URLS, section, swapped))
                .containsEntry("entityId", "SECTIONS(ann)")
                .containsEntry("siteId", "new-job1");
    }
}
