package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.7.
class DeleteEnvironmentIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    private static boolean exists(Tenant tenant) {
        return trial.bean(EnvironmentStore.class)
                .findByAlias(tenant.organization, new EnvironmentAlias("other"))
                .isPresent();
    }

    private static InstantSource in(Duration time) {
        return InstantSource.offset(InstantSource.system(), time);
    }

    @Test
    void anEnvironmentIsDroppedWhenItsTimeOfGraceIsOver() throws Exception {
        var tenant = trial.tenant();
        var left = tenant.collections();
        var other = tenant.environment("other", false).id();
        tenant.fill(other, 1, "o", 3);
        tenant.finish(tenant.sync(other, false));
        var job = tenant.delete(other);

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.find(other).status()).isEqualTo(EnvironmentStatus.DELETING);
        tenant.dropping(in(Duration.ofHours(23))).perform();
        assertThat(tenant.all(tenant.live(other), ContentKind.ENTRIES)).hasSize(10);

        tenant.dropping(in(Duration.ofHours(25))).perform();

        assertThat(tenant.collections()).isEqualTo(left);
        assertThat(tenant.indices()).isEmpty();
        assertThat(exists(tenant)).isFalse();
    }

    @Test
    void withoutGraceAWorkerMayDieAtAnyWrite() throws Exception {
        for (var write = 1; ; write++) {
            var tenant = trial.tenant();
            var left = tenant.collections();
            tenant.grace = Duration.ZERO;
            var other = tenant.environment("other", false).id();
            tenant.fill(other, 1, "o", 3);
            var job = tenant.delete(other);
            var wasKilled = false;
            trial.clients().killAt(write, Moment.AFTER);
            try {
                tenant.finish(job);
            } catch (Killed _) {
                wasKilled = true;
                trial.clients().spare();
                tenant.finish(job);
            } finally {
                trial.clients().spare();
            }
            assertThat(tenant.collections()).as("write %s", write).isEqualTo(left);
            assertThat(exists(tenant)).isFalse();
            if (!wasKilled) {
                assertThat(write).isGreaterThan(3);
                return;
            }
        }
    }

    @Test
    void untilItIsDroppedAnEnvironmentCanBeBroughtBack() throws Exception {
        var tenant = trial.tenant();
        var other = tenant.environment("other", false);
        tenant.fill(other.id(), 1, "o", 3);
        var job = tenant.delete(other.id());
        tenant.finish(job);
        var builds = trial.bean(EnvironmentBuilds.class);

        assertThat(builds.show(tenant.organization, other.id(), job.job().id())).isTrue();

        tenant.dropping(in(Duration.ofHours(25))).perform();
        assertThat(tenant.find(other.id())).isEqualTo(other);
        assertThat(tenant.all(tenant.live(other.id()), ContentKind.ENTRIES)).hasSize(3);
    }

    /// A worker has found that its time is over, and then somebody brings it back.
    @Test
    void whatIsBroughtBackAtTheLastMomentIsNotDropped() throws Exception {
        var tenant = trial.tenant();
        var other = tenant.environment("other", false);
        tenant.fill(other.id(), 1, "o", 3);
        var job = tenant.delete(other.id());
        tenant.finish(job);
        var due = trial.bean(RetiredContent.class).of(job.job().id()).getFirst();
        var builds = trial.bean(EnvironmentBuilds.class);
        assertThat(builds.show(tenant.organization, other.id(), job.job().id())).isTrue();

        tenant.dropping(in(Duration.ofHours(25))).drop(due);

        assertThat(tenant.find(other.id())).isEqualTo(other);
        assertThat(tenant.all(tenant.live(other.id()), ContentKind.ENTRIES)).hasSize(3);
    }

    @Test
    void whatIsBeingDroppedCannotBeBroughtBack() throws Exception {
        var tenant = trial.tenant();
        var other = tenant.environment("other", false).id();
        var job = tenant.delete(other);
        tenant.finish(job);
        tenant.dropping(in(Duration.ofHours(25))).perform();

        var builds = trial.bean(EnvironmentBuilds.class);
        assertThat(builds.show(tenant.organization, other, job.job().id())).isFalse();
    }

    @Test
    void theDefaultEnvironmentIsNeverHidden() {
        var tenant = trial.tenant();
        var builds = trial.bean(EnvironmentBuilds.class);

        assertThat(
                        builds.hide(
                                tenant.organization,
                                tenant.main,
                                tenant.delete(tenant.main).job().id()))
                .isFalse();
    }
}
