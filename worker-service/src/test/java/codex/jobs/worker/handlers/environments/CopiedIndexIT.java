package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.5 and 3.6: an index is counted before readers find it, and filled once more if
/// it does not hold what the database holds.
class CopiedIndexIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    /// The index of entries is there, and nothing is in it.
    private static HandlerTrial indexing(Tenant tenant, EnvironmentId target) throws Exception {
        var job = tenant.sync(target, false);
        tenant.attempt(job);
        tenant.attempt(job.stoppedAfterChunk(0));
        return job;
    }

    private static boolean fills(HandlerTrial job, SearchIndex index) {
        var position = job.job().currentTask().orElseThrow().checkpoint().position();
        return index.name().equals(position.get("index")) && position.containsKey("kind");
    }

    private static void addForeignDocument(Tenant tenant, String index) {
        trial.index(
                "/%s.other.%s.g2/_doc/foreign?refresh=true".formatted(tenant.organization, index),
                "{}");
    }

    private static List<String> differences(HandlerTrial job) {
        return job.lines().stream()
                .filter(line -> "INDEX_DIFFERS".equals(line.code()))
                .map(LogLine::message)
                .toList();
    }

    @Test
    void anIndexThatHoldsSomethingElseIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var job = indexing(tenant, other);
        addForeignDocument(tenant, "entries");
        job.undisturbed();

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.live(other).generation()).isEqualTo(2);
        assertThat(tenant.indices()).containsPattern("entries\\.g2 +9");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 10 documents instead of 9; it is filled once more");
    }

    /// As after a death between the two requests that empty an index, and then after every chunk.
    @Test
    void anIndexThatADeadWorkerHasDroppedIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var job = indexing(tenant, other).stoppedAfterChunk(3);
        tenant.attempt(job);
        trial.bean(IndexBuilds.class)
                .drop(new Scope(tenant.organization, other, 2), SearchIndex.ENTRIES);

        while (CopyJobs.nextChunk(tenant, job)) {
            assertThat(differences(job).size()).isLessThan(2);
        }

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.indices()).containsPattern("entries\\.g2 +9");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 0 documents instead of 9; it is filled once more");
    }

    @Test
    void anEmptyIndexThatADeadWorkerHasDroppedIsThereInTheEnd() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        for (var tag : tenant.ids(tenant.live(tenant.main), ContentKind.TAGS)) {
            tenant.remove(tenant.live(tenant.main), ContentKind.TAGS, tag);
        }
        var job = indexing(tenant, other);
        while (!fills(job, SearchIndex.TAGS)) {
            CopyJobs.nextChunk(tenant, job);
        }
        trial.bean(IndexBuilds.class)
                .drop(new Scope(tenant.organization, other, 2), SearchIndex.TAGS);
        job.undisturbed();

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.indices()).containsPattern("tags\\.g2 +0");
        assertThat(tenant.aliases().lines()).hasSize(4);
    }

    @Test
    void anIndexThatHoldsSomethingElseTwiceFailsTheSync() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var environment = tenant.find(other);
        var collections = tenant.collections();
        var job = indexing(tenant, other);

        do {
            addForeignDocument(tenant, "entries");
            assertThat(differences(job).size()).isLessThan(2);
        } while (CopyJobs.nextChunk(tenant, job));

        assertThat(CopyJobs.code(job)).isEqualTo("INDEX_NOT_VERIFIED");
        assertThat(differences(job)).hasSize(1);
        assertThat(tenant.live(other)).isEqualTo(environment.scope());
        tenant.giveUp(other, job);
        assertThat(tenant.find(other)).isEqualTo(environment);
        assertThat(tenant.collections()).isEqualTo(collections);
        assertThat(tenant.indices()).isEmpty();
    }

    @Test
    void onlyOneIndexOfATaskIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var job = indexing(tenant, CopyJobs.target(tenant));
        addForeignDocument(tenant, "entries");

        while (CopyJobs.nextChunk(tenant, job)) {
            assertThat(differences(job).size()).isLessThan(2);
            if (fills(job, SearchIndex.TAGS)) {
                addForeignDocument(tenant, "tags");
            }
        }

        assertThat(CopyJobs.code(job)).isEqualTo("INDEX_NOT_VERIFIED");
        assertThat(job.job().error())
                .extracting(JobError::message)
                .isEqualTo("The index TAGS does not hold what the database holds");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 10 documents instead of 9; it is filled once more");
    }

    @Test
    void anIndexThatReadersFindIsNotEmptied() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var job = tenant.sync(other, false);
        var late = tenant.twin(job);
        tenant.attempt(late);
        // all entries are in the index, and it is to be counted
        tenant.attempt(late.stoppedAfterChunk(3));
        tenant.finish(job);
        addForeignDocument(tenant, "entries");
        late.undisturbed();

        assertThatThrownBy(() -> tenant.attempt(late)).hasMessageContaining("not the job's own");

        assertThat(tenant.indices()).containsPattern("entries\\.g2 +10");
    }
}
