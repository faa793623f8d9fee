package codex.jobs.model.job;

import static codex.jobs.model.job.Jobs.MAIN;
import static codex.jobs.model.job.Jobs.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import codex.jobs.model.content.FieldType;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Specification 3.0 "Locks", and the row "Tasks" of 3.1 and 3.2.
class PlansTest {

    private static final EnvironmentId STAGING = new EnvironmentId("staging");

    private static JobSpec entries(boolean dryRun) {
        return new JobSpec.ImportEntries(
                "uploads/a.json", ImportConflictMode.UPSERT, dryRun, null, null, null);
    }

    /// @param locks of a job in the environment `main`, in the order in which they are taken
    record Locks(JobSpec spec, Map<EnvironmentId, LockMode> locks) {

        @Override
        public String toString() {
            return spec.type() + (spec.dryRun() ? " (dry run)" : "");
        }
    }

    private static Locks locks(JobSpec spec, LockMode mode) {
        return new Locks(spec, Map.of(MAIN, mode));
    }

    private static JobSpec assets(boolean dryRun) {
        return new JobSpec.ImportAssets("a.zip", ImportConflictMode.UPSERT, dryRun, null);
    }

    private static JobSpec content(boolean dryRun) {
        return new JobSpec.DeleteContent(
                List.of(ContentDeletion.DELETE_ENTRIES), "s", null, dryRun, false);
    }

    private static Locks sync(EnvironmentId base, EnvironmentId target, boolean dryRun) {
        return new Locks(
                new JobSpec.SyncEnvironments(base, target, dryRun),
                Map.of(
                        base,
                        LockMode.SHARED,
                        target,
                        dryRun ? LockMode.SHARED : LockMode.EXCLUSIVE));
    }

    static List<Locks> lockTable() {
        return List.of(
                locks(assets(false), LockMode.EXCLUSIVE),
                locks(assets(true), LockMode.SHARED),
                locks(entries(false), LockMode.EXCLUSIVE),
                locks(entries(true), LockMode.SHARED),
                locks(content(false), LockMode.EXCLUSIVE),
                locks(content(true), LockMode.SHARED),
                locks(
                        new JobSpec.DeleteFilteredContent("{}", null, null, false, true),
                        LockMode.EXCLUSIVE),
                locks(
                        new JobSpec.DeleteField("m", "f", FieldType.TEXT, null, false),
                        LockMode.EXCLUSIVE),
                locks(new JobSpec.CloneSite("s", "copy", "Copy", null), LockMode.EXCLUSIVE),
                locks(new JobSpec.ExportEntries("{}", ExportFormat.JSON), LockMode.SHARED),
                sync(MAIN, STAGING, false),
                sync(STAGING, MAIN, false),
                sync(MAIN, STAGING, true),
                new Locks(
                        new JobSpec.DeleteEnvironment(STAGING),
                        Map.of(STAGING, LockMode.EXCLUSIVE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lockTable")
    void everyJobLocksWhatItReadsAndWhatItChanges(Locks row) {
        assertThat(LockPlan.of(Jobs.planned(row.spec(), null, NOW)))
                .containsExactlyInAnyOrderEntriesOf(row.locks());
    }

    @Test
    void aNewEnvironmentIsLockedBeforeItIsThere() {
        var spec = new JobSpec.CreateEnvironment(MAIN, new EnvironmentAlias("copy"), "Copy");
        var job = Jobs.planned(spec, null, NOW);

        assertThat(LockPlan.of(job))
                .containsExactly(
                        entry(spec.newEnvironment(job.id()), LockMode.EXCLUSIVE),
                        entry(MAIN, LockMode.SHARED));
    }

    @Test
    void locksAreTakenInTheOrderOfTheIds() {
        for (var row : List.of(sync(MAIN, STAGING, false), sync(STAGING, MAIN, false))) {
            assertThat(LockPlan.of(Jobs.planned(row.spec(), null, NOW)).keySet())
                    .containsExactly(MAIN, STAGING);
        }
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
    void aClonedSiteIsSeenInAllIndicesAfterwards() {
        var spec = new JobSpec.CloneSite("site1", "copy", "Copy", null);

        assertThat(TaskPlan.of(spec))
                .containsExactly(
                        TaskType.CLONE_SITE,
                        TaskType.REINDEX_ENTRIES,
                        TaskType.REINDEX_URLS,
                        TaskType.REINDEX_TAGS,
                        TaskType.REINDEX_GENERAL);
    }
}
