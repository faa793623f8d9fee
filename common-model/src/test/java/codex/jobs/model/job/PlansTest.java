package codex.jobs.model.job;

import static codex.jobs.model.job.Jobs.MAIN;
import static codex.jobs.model.job.Jobs.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import codex.jobs.model.content.FieldType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Specification 3.0 "Locks", and the row "Tasks" of 3.1 and 3.2.
class PlansTest {

    private static JobSpec entries(boolean dryRun) {
        return new JobSpec.ImportEntries(
                "uploads/a.json", ImportConflictMode.UPSERT, dryRun, null, null, null);
    }

    @Test
    void importsWorkAloneInTheirEnvironment() {
        assertThat(LockPlan.of(Jobs.planned(entries(false), null, NOW)))
                .containsExactly(entry(MAIN, LockMode.EXCLUSIVE));
        assertThat(LockPlan.of(Jobs.aJob())).containsExactly(entry(MAIN, LockMode.EXCLUSIVE));
    }

    @Test
    void dryRunsOnlyLook() {
        assertThat(LockPlan.of(Jobs.planned(entries(true), null, NOW)))
                .containsExactly(entry(MAIN, LockMode.SHARED));
        assertThat(LockPlan.of(Jobs.aDryRun())).containsExactly(entry(MAIN, LockMode.SHARED));
    }

    @Test
    void importsProcessAndThenReindex() {
        assertThat(TaskPlan.of(entries(false)))
                .containsExactly(
                        TaskType.PROCESS_ENTRIES,
                        TaskType.REINDEX_ENTRIES,
                        TaskType.REINDEX_URLS,
                        TaskType.REINDEX_TAGS);
        assertThat(TaskPlan.of(Jobs.aJob().spec()))
                .containsExactly(TaskType.PROCESS_ASSETS, TaskType.REINDEX_GENERAL);
    }

    @Test
    void deletesWorkAloneInTheirEnvironment() {
        var field = new JobSpec.DeleteField("m", "f", FieldType.TEXT, null, false);
        assertThat(LockPlan.of(Jobs.planned(field, null, NOW)))
                .containsExactly(entry(MAIN, LockMode.EXCLUSIVE));
    }

    @Test
    void dependantsGoBeforeWhatTheyReferTo() {
        var spec =
                new JobSpec.DeleteContent(
                        List.of(
                                ContentDeletion.DELETE_SECTIONS,
                                ContentDeletion.DELETE_URLS,
                                ContentDeletion.DELETE_SECTIONS),
                        "s",
                        null,
                        false,
                        false);

        assertThat(spec.deletions())
                .containsExactly(ContentDeletion.DELETE_URLS, ContentDeletion.DELETE_SECTIONS);
        assertThat(TaskPlan.of(spec))
                .containsExactly(
                        TaskType.DELETE_CONTENT,
                        TaskType.DELETE_CONTENT,
                        TaskType.REINDEX_URLS,
                        TaskType.REINDEX_GENERAL);
    }

    @Test
    void whatOthersReferToComesBackFirst() {
        var spec =
                new JobSpec.DeleteContent(
                        List.of(ContentDeletion.DELETE_ENTRIES, ContentDeletion.DELETE_SECTIONS),
                        "s",
                        null,
                        false,
                        false);

        assertThat(spec.undoing(Jobs.aJob().id()).deletions())
                .containsExactly(ContentDeletion.DELETE_SECTIONS, ContentDeletion.DELETE_ENTRIES);
    }

    @Test
    void aSiteIsClonedAloneAndSeenInAllIndicesAfterwards() {
        var spec = new JobSpec.CloneSite("site1", "copy", "Copy", null);

        assertThat(LockPlan.of(Jobs.planned(spec, null, NOW)))
                .containsExactly(entry(MAIN, LockMode.EXCLUSIVE));
        assertThat(TaskPlan.of(spec))
                .containsExactly(
                        TaskType.CLONE_SITE,
                        TaskType.REINDEX_ENTRIES,
                        TaskType.REINDEX_URLS,
                        TaskType.REINDEX_TAGS,
                        TaskType.REINDEX_GENERAL);
    }
}
