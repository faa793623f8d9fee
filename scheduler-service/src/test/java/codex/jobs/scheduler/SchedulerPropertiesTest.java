package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SchedulerPropertiesTest {

    private static SchedulerProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.scheduler", SchedulerProperties.class);
    }

    @Test
    void defaultsAreThoseOfTheDesign() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new SchedulerProperties(
                                Duration.ofMillis(200),
                                500,
                                200,
                                Duration.ofMillis(100),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30)));
    }

    @Test
    void everySettingHasItsName() {
        var settings =
                bound(
                        Map.of(
                                "codex.jobs.scheduler.wake-up-period", "1s",
                                "codex.jobs.scheduler.batch", "2",
                                "codex.jobs.scheduler.window", "7",
                                "codex.jobs.scheduler.release-period", "6s",
                                "codex.jobs.scheduler.silence", "3s",
                                "codex.jobs.scheduler.reconcile-period", "4s",
                                "codex.jobs.scheduler.overdue-after", "5s"));

        assertThat(settings)
                .isEqualTo(
                        new SchedulerProperties(
                                Duration.ofSeconds(1),
                                2,
                                7,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5001"})
    void batchesAreBounded(String batch) {
        assertThatThrownBy(() -> bound(Map.of("codex.jobs.scheduler.batch", batch)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"silence,999ms", "wake-up-period,0s", "reconcile-period,-1s"})
    void nobodyIsJudgedOrAskedWithoutAPause(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("codex.jobs.scheduler." + name, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
