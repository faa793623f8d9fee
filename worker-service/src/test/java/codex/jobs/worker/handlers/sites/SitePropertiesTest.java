package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SitePropertiesTest {

    private static SiteProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.worker.sites", SiteProperties.class);
    }

    @Test
    void settingsHaveTheirNamesAndDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new SiteProperties(500, Duration.ofMillis(500)));
        assertThat(
                        bound(
                                Map.of(
                                        "codex.jobs.worker.sites.page", "7",
                                        "codex.jobs.worker.sites.drop-period", "3s")))
                .isEqualTo(new SiteProperties(7, Duration.ofSeconds(3)));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new SiteProperties(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SiteProperties(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
