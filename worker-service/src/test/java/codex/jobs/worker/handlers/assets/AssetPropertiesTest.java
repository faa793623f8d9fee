package codex.jobs.worker.handlers.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class AssetPropertiesTest {

    private static AssetProperties bound(Map<String, Object> variables) {
        var source =
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables);
        return new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(source)))
                .bindOrCreate("codex.jobs.worker.assets", AssetProperties.class);
    }

    @Test
    void everyLimitCanBeSetByAVariable() {
        var limits =
                bound(
                        Map.of(
                                "CODEX_JOBS_WORKER_ASSETS_MAX_SIZE",
                                "10MB",
                                "CODEX_JOBS_WORKER_ASSETS_TOTAL",
                                "2m",
                                "CODEX_JOBS_WORKER_ASSETS_PER_HOST",
                                "3",
                                "CODEX_JOBS_WORKER_ASSETS_CONTENT_TYPES",
                                "image/png,audio/*"));

        assertThat(limits.maxSize()).isEqualTo(DataSize.ofMegabytes(10));
        assertThat(limits.total()).isEqualTo(Duration.ofMinutes(2));
        assertThat(limits.perHost()).isEqualTo(3);
        assertThat(limits.contentTypes()).containsExactlyInAnyOrder("image/png", "audio/*");
        assertThat(limits.redirects()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/png", "image/svg+xml", "video/mp4", "application/pdf", "text/plain"})
    void mediaAndDocumentsAreAccepted(String type) {
        assertThat(bound(Map.of()).allows(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xhtml+xml",
                "application/xml",
                "application/javascript",
                "application/x-msdownload",
                "application/x-elf",
                "application/x-ole-storage",
                "application/octet-stream",
                "text/x-php",
                "text/plain-not"
            })
    void whatRunsIsNot(String type) {
        assertThat(bound(Map.of()).allows(type)).isFalse();
    }

    @Test
    void limitsStartAtOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetTrial.limits(DataSize.ofBytes(0)));
    }
}
