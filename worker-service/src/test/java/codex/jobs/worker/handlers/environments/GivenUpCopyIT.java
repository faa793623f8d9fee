package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.5 and 3.6: a copy that does not come about leaves everything as it was.
class GivenUpCopyIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    @Test
    void aSyncThatIsGivenUpLeavesTheTargetAsItWas() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var collections = tenant.collections();
        var environment = tenant.find(other);
        for (long chunk : new long[] {0, 10, 25, 40}) {
            var job = tenant.sync(other, false).stoppedAfterChunk(chunk);
            tenant.attempt(job);
            assertThat(tenant.find(other).status()).isEqualTo(EnvironmentStatus.SYNCING);

            tenant.giveUp(other, job);

            assertThat(tenant.find(other)).isEqualTo(environment);
            assertThat(tenant.collections()).isEqualTo(collections);
            assertThat(tenant.indices()).isEmpty();
        }
    }

    @Test
    void anEnvironmentThatIsGivenUpIsGoneWithItsAlias() throws Exception {
        var tenant = trial.tenant();
        var collections = tenant.collections();
        var job = tenant.create("staging").stoppedAfterChunk(20);
        tenant.attempt(job);
        assertThat(tenant.collections()).isNotEqualTo(collections);

        tenant.giveUp(CopyJobs.created(job), job);

        assertThat(tenant.collections()).isEqualTo(collections);
        tenant.finish(tenant.create("staging"));
    }

    /// Chunk by chunk, and before each of them somebody edits the base.
    private static void finishWhileTheBaseChanges(Tenant tenant, HandlerTrial job)
            throws Exception {
        var base = tenant.live(tenant.main);
        for (var time = 0; !job.job().status().isTerminal(); time++) {
            tenant.put(base, ContentKind.ENTRIES, Tenant.entry("m0", 1, "edit" + time));
            CopyJobs.nextChunk(tenant, job);
        }
    }

    @Test
    void aBaseThatChangesFasterThanItIsCopiedFailsTheSync() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var environment = tenant.find(other);
        var collections = tenant.collections();
        var entries = tenant.all(environment.scope(), ContentKind.ENTRIES);
        var job = tenant.sync(other, false);

        finishWhileTheBaseChanges(tenant, job);

        assertThat(CopyJobs.code(job)).isEqualTo("COPY_NOT_VERIFIED");
        assertThat(CopyJobs.messages(job))
                .filteredOn("Copied 1 documents again that were changed meanwhile"::equals)
                .hasSize(2);
        assertThat(tenant.live(other)).isEqualTo(environment.scope());
        tenant.giveUp(other, job);
        assertThat(tenant.find(other)).isEqualTo(environment);
        assertThat(tenant.collections()).isEqualTo(collections);
        assertThat(tenant.all(environment.scope(), ContentKind.ENTRIES)).isEqualTo(entries);
        assertThat(tenant.indices()).isEmpty();
    }

    @Test
    void aBaseThatChangesFasterThanItIsCopiedFailsTheCreation() throws Exception {
        var tenant = trial.tenant();
        var collections = tenant.collections();
        var job = tenant.create("staging");

        finishWhileTheBaseChanges(tenant, job);

        assertThat(CopyJobs.code(job)).isEqualTo("COPY_NOT_VERIFIED");
        assertThat(tenant.find(CopyJobs.created(job)).status())
                .isEqualTo(EnvironmentStatus.CREATING);
        tenant.giveUp(CopyJobs.created(job), job);
        assertThat(tenant.collections()).isEqualTo(collections);
        tenant.finish(tenant.create("staging"));
    }
}
