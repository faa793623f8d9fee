package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.stores.tenants.RetiredContent.Retired;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nobody can see or bring back any more goes, and nothing else does.
class GenerationsIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    /// Fixed ones, and one that is new in each run; the name of the test that fails has it.
    static LongStream seeds() {
        return LongStream.of(1, 2, 3, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void generationsGoOnceNobodyNeedsThemAndNotBefore(long seed) {
        var history = new GenerationHistory(trial, trial.tenant(), seed);

        history.run(200);
        history.end();
    }

    @Test
    void atMostTwentyAreDroppedAtATime() {
        var tenant = trial.tenant();
        var retired = trial.bean(RetiredContent.class);
        var job = new JobId(UUID.randomUUID().toString().replace("-", ""));
        for (var generation = 2; generation < 27; generation++) {
            var scope = new Scope(tenant.organization, tenant.main, generation);
            retired.retire(scope, job, Instant.EPOCH.plusSeconds(generation));
        }

        tenant.dropping(Instant::now).perform();
        assertThat(retired.of(job)).filteredOn(Retired::dropping).hasSize(20);

        tenant.dropping(Instant::now).perform();
        assertThat(retired.of(job)).allMatch(Retired::dropping);
    }
}
