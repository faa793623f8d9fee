package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.runtime.Outcome;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.8: a clone that does not come about leaves everything as it was.
class GivenUpCloneIT {

    @RegisterExtension static final SiteTrial trial = new SiteTrial();

    @Test
    void aSiteThatChangesFasterThanItIsClonedFailsTheJob() throws Exception {
        var tenant = trial.tenant();
        var before = tenant.everything();
        var job = tenant.clone("copy");

        for (var time = 0; !job.job().status().isTerminal(); time++) {
            var edited = tenant.entry("a", "site1", 1);
            edited.get("system", Document.class).put("versionId", "cv-a" + time);
            tenant.put(ContentKind.ENTRIES, edited);
            job.stoppedAfterChunk(job.job().currentTask().orElseThrow().checkpoint().chunksDone());
            tenant.attempt(job);
        }

        assertThat(Objects.requireNonNull(job.job().error()).code()).isEqualTo("COPY_NOT_VERIFIED");
        assertThat(tenant.isSeen(job)).isFalse();
        tenant.put(ContentKind.ENTRIES, tenant.entry("a", "site1", 1));
        tenant.giveUp(job, SiteTrial.site(job));
        tenant.dropping().perform();
        assertThat(tenant.everything()).isEqualTo(before);
    }

    @Test
    void aSiteThatIsGivenUpLeavesEverythingAsItWas() throws Exception {
        var tenant = trial.tenant();
        tenant.finish(tenant.clone("first"));
        var before = tenant.everything();
        for (var chunk : new long[] {0, 3, 8, 20}) {
            var job = tenant.clone("copy").stoppedAfterChunk(chunk);
            tenant.attempt(job);
            assertThat(tenant.everything()).isNotEqualTo(before);

            tenant.giveUp(job, SiteTrial.site(job));
            tenant.dropping().perform();

            assertThat(tenant.everything()).isEqualTo(before);
        }
        var indexed = tenant.clone("copy");
        for (var task = 0; task < 4; task++) {
            tenant.attempt(indexed);
        }
        assertThat(tenant.indexed(SearchIndex.ENTRIES)).isEqualTo(10);

        tenant.giveUp(indexed, SiteTrial.site(indexed));
        tenant.dropping().perform();

        assertThat(tenant.everything()).isEqualTo(before);
        assertThat(tenant.indexed(SearchIndex.ENTRIES)).isEqualTo(5);
        assertThat(tenant.indexed(SearchIndex.GENERAL)).isEqualTo(4);
    }

    @Test
    void aSiteThatIsGivenUpIsNotShownAnyMore() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");
        for (var task = 0; task < 4; task++) {
            tenant.attempt(job);
        }
        tenant.giveUp(job, SiteTrial.site(job));
        tenant.dropping().perform();

        assertThat(tenant.attempt(job)).isInstanceOf(Outcome.Failed.class);

        assertThat(tenant.isSeen(job)).isFalse();
    }

    @Test
    void aSiteThatReadersSeeIsNotDropped() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");
        tenant.finish(job);
        var before = tenant.everything();

        tenant.giveUp(job, SiteTrial.site(job));
        tenant.dropping().perform();

        assertThat(tenant.everything()).isEqualTo(before);
    }

    @Test
    void anAliasThatIsTakenMeanwhileFailsTheJob() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("news");

        assertThat(tenant.attempt(job))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("SITE_ALIAS_TAKEN"));
        assertThat(tenant.all(ContentKind.SITES)).hasSize(2);
    }

    @Test
    void whatACancelledJobHasLeftDoesNotKeepItsAlias() throws Exception {
        var tenant = trial.tenant();
        var first = tenant.clone("copy").stoppedAfterChunk(3);
        tenant.attempt(first);
        tenant.giveUp(first, SiteTrial.site(first));

        var second = tenant.clone("copy");
        tenant.finish(second);
        tenant.dropping().perform();

        assertThat(tenant.isSeen(second)).isTrue();
        assertThat(tenant.all(ContentKind.SITES)).hasSize(3);
        // two sites with five each, and the entry of site2
        assertThat(tenant.all(ContentKind.ENTRIES)).hasSize(11);
    }

    @Test
    void aSiteThatIsGoneCannotBeCloned() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone(new JobSpec.CloneSite("nowhere", "copy", "Copy", null));

        assertThat(tenant.attempt(job))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("SITE_NOT_FOUND"));
    }
}
