package codex.jobs.worker.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.job.TaskType;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class WorkerPropertiesTest {

    private static WorkerProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.worker", WorkerProperties.class);
    }

    @Test
    void defaultsFitASmallWorker() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new WorkerProperties(
                                Set.of(),
                                16,
                                4,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20),
                                new WorkerProperties.AttemptLimits(
                                        Duration.ofHours(6),
                                        Duration.ofMinutes(15),
                                        Duration.ofSeconds(10),
                                        Duration.ofMillis(700),
                                        Map.of()),
                                new LogLimits(
                                        DataSize.ofKilobytes(8),
                                        100_000,
                                        DataSize.ofMegabytes(64),
                                        500,
                                        2000)));
    }

    @Test
    void everySettingHasItsName() {
        var settings =
                bound(
                        Map.ofEntries(
                                Map.entry(
                                        "codex.jobs.worker.task-types",
                                        "process-entries,REINDEX_URLS"),
                                Map.entry("codex.jobs.worker.concurrency", "3"),
                                Map.entry("codex.jobs.worker.claim-batch", "2"),
                                Map.entry("codex.jobs.worker.lease", "7s"),
                                Map.entry("codex.jobs.worker.shutdown", "1m"),
                                Map.entry("codex.jobs.worker.attempt.timeout", "1h"),
                                Map.entry("codex.jobs.worker.attempt.stall", "2m"),
                                Map.entry("codex.jobs.worker.attempt.interrupt", "3s"),
                                Map.entry("codex.jobs.worker.attempt.cancel", "4s"),
                                Map.entry(
                                        "codex.jobs.worker.attempt.types.process-assets.timeout",
                                        "12h"),
                                Map.entry("codex.jobs.worker.log.message", "1KB"),
                                Map.entry("codex.jobs.worker.log.lines-per-task", "4"),
                                Map.entry("codex.jobs.worker.log.bytes-per-task", "5KB"),
                                Map.entry("codex.jobs.worker.log.lines-per-second", "6"),
                                Map.entry(
                                        "codex.jobs.worker.log.organization-lines-per-second",
                                        "8")));

        assertThat(settings)
                .isEqualTo(
                        new WorkerProperties(
                                Set.of(TaskType.PROCESS_ENTRIES, TaskType.REINDEX_URLS),
                                3,
                                2,
                                Duration.ofSeconds(7),
                                Duration.ofMinutes(1),
                                new WorkerProperties.AttemptLimits(
                                        Duration.ofHours(1),
                                        Duration.ofMinutes(2),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(4),
                                        Map.of(
                                                TaskType.PROCESS_ASSETS,
                                                new WorkerProperties.TypeLimits(
                                                        Duration.ofHours(12), null))),
                                new LogLimits(
                                        DataSize.ofKilobytes(1),
                                        4,
                                        DataSize.ofKilobytes(5),
                                        6,
                                        8)));
    }

    @Test
    void kindOfTaskMayHaveLimitsOfItsOwn() {
        var limits =
                bound(
                                Map.of(
                                        "codex.jobs.worker.attempt.types.process-assets.timeout",
                                        "12h",
                                        "codex.jobs.worker.attempt.types.reindex-urls.stall",
                                        "2m"))
                        .attempt();

        assertThat(limits.timeout(TaskType.PROCESS_ASSETS)).hasHours(12);
        assertThat(limits.stall(TaskType.PROCESS_ASSETS)).hasMinutes(15);
        assertThat(limits.stall(TaskType.REINDEX_URLS)).hasMinutes(2);
        assertThat(limits.timeout(TaskType.REINDEX_URLS)).hasHours(6);
    }

    @Test
    void everySettingCanBeAnEnvironmentVariable() {
        var variables =
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "CODEX_JOBS_WORKER_TASK_TYPES",
                                "PROCESS_ASSETS,REINDEX_URLS",
                                "CODEX_JOBS_WORKER_ATTEMPT_STALL",
                                "2m",
                                "CODEX_JOBS_WORKER_ATTEMPT_TYPES_PROCESSASSETS_TIMEOUT",
                                "12h"));

        var settings =
                new Binder(requireNonNull(ConfigurationPropertySource.from(variables)))
                        .bind("codex.jobs.worker", WorkerProperties.class)
                        .get();

        assertThat(settings.taskTypes())
                .containsExactlyInAnyOrder(TaskType.PROCESS_ASSETS, TaskType.REINDEX_URLS);
        assertThat(settings.attempt().stall(TaskType.PROCESS_ASSETS)).hasMinutes(2);
        assertThat(settings.attempt().timeout(TaskType.PROCESS_ASSETS)).hasHours(12);
        assertThat(settings.attempt().timeout(TaskType.REINDEX_URLS)).hasHours(6);
    }

    @Test
    void batchNeverExceedsTheSlots() {
        assertThatThrownBy(() ->
                        bound(
                                Map.of(
                                        "codex.jobs.worker.concurrency", "2",
                                        "codex.jobs.worker.claim-batch", "3")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneSlotIsEnough() {
        assertThat(bound(Map.of("codex.jobs.worker.concurrency", "1")).claimBatch()).isEqualTo(1);
    }
}
