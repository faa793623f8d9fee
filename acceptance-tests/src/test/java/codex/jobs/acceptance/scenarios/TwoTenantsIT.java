package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.guarantees.TenantsIsolated;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two tenants import the same ids at the same time.
class TwoTenantsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void eachSeesAndChangesOnlyItsOwn(@TempDir Path folder) {
        var file = Articles.array(folder, "shared", 2_000);

        try (var platform = RunningPlatform.start(folder.resolve("data"), "--workers", "2")) {
            var demo = platform.demo();
            var acme = platform.acme();
            var ofDemo = demo.importEntries(demo.upload(file), Map.of());
            var ofAcme = acme.importEntries(acme.upload(file), Map.of());

            TenantsIsolated.from(acme, ofDemo);
            TenantsIsolated.from(demo, ofAcme);
            var demoOver = JobWatch.untilOver(demo, ofDemo, PATIENCE);
            var acmeOver = JobWatch.untilOver(acme, ofAcme, PATIENCE);

            CountsAddUp.in(demoOver, 2_000);
            CountsAddUp.in(acmeOver, 2_000);
            assertThat(demoOver.at("/summary/created").asLong()).isEqualTo(2_000);
            assertThat(acmeOver.at("/error/code").asString()).isEqualTo("ALL_ITEMS_FAILED");
            TenantsIsolated.from(acme, ofDemo);
            TenantsIsolated.from(demo, ofAcme);
        }
    }
}
