package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.6: what a sync has replaced is kept for a while, and can be brought back.
class ReplacedGenerationIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    @Test
    void theReplacedGenerationIsKeptForSevenDays() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        tenant.finish(tenant.sync(other, false));
        var old = new Scope(tenant.organization, other, 1);

        tenant.dropping(in(Duration.ofDays(7).minusMinutes(1))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isNotEmpty();

        tenant.dropping(in(Duration.ofDays(7))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEmpty();
        assertThat(tenant.all(tenant.live(other), ContentKind.ENTRIES)).hasSize(10);
        assertThat(tenant.indices()).doesNotContain("g1");
    }

    @Test
    void whatASyncHasReplacedCanBeBroughtBack() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var before = tenant.all(tenant.live(other), ContentKind.ENTRIES);
        var job = tenant.sync(other, false);
        tenant.finish(job);
        var old = new Scope(tenant.organization, other, 1);
        for (var time = 0; time < 2; time++) {
            assertThat(back(tenant, other, job)).contains(old);
            assertThat(tenant.find(other).lastSyncedAt()).isNull();
        }

        tenant.dropping(in(Duration.ofDays(8))).perform();

        assertThat(tenant.live(other)).isEqualTo(old);
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEqualTo(before);
        assertThat(tenant.ids(new Scope(tenant.organization, other, 2), ContentKind.ENTRIES))
                .isEmpty();
        // and the next sync replaces it for seven days again
        tenant.finish(tenant.sync(other, false));
        assertThat(tenant.live(other).generation()).isEqualTo(3);
        tenant.dropping(in(Duration.ofDays(8))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEmpty();
        assertThat(back(tenant, other, job)).isEmpty();
        // and whose rollback makes the one before the last one
        var first = tenant.find(other).lastSyncedAt();
        var second = tenant.sync(other, false);
        tenant.finish(second);
        assertThat(tenant.find(other).lastSyncedAt()).isNotEqualTo(first);
        assertThat(back(tenant, other, second)).isPresent();
        assertThat(tenant.find(other).lastSyncedAt()).isEqualTo(first).isNotNull();
    }

    private static Optional<Scope> back(Tenant tenant, EnvironmentId other, HandlerTrial job) {
        return trial.bean(EnvironmentBuilds.class)
                .switchBack(
                        tenant.organization, other, job.job().id(), tenant.now(), Duration.ZERO);
    }

    private static InstantSource in(Duration time) {
        return InstantSource.offset(InstantSource.system(), time);
    }
}
