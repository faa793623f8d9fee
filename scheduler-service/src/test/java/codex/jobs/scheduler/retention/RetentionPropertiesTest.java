package codex.jobs.scheduler.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetentionPropertiesTest {

    private static RetentionProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.scheduler.retention", RetentionProperties.class);
    }

    @Test
    void jobsAreKeptForNinetyDaysAndFilesForThirty() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new RetentionProperties(
                                Duration.ofMinutes(10),
                                200,
                                Duration.ofDays(90),
                                Duration.ofDays(30),
                                Duration.ofDays(30),
                                Duration.ofDays(7),
                                Duration.ofDays(1),
                                Map.of()));
    }

    @Test
    void anOrganizationMayHaveItsOwnTime() {
        var settings =
                bound(
                        Map.of(
                                "codex.jobs.scheduler.retention.finished-jobs", "60d",
                                "codex.jobs.scheduler.retention.organizations.acme.finished-jobs",
                                        "7d",
                                "codex.jobs.scheduler.retention.organizations.acme.uploads", "1h",
                                "codex.jobs.scheduler.retention.organizations.acme.exports", "2h"));

        assertThat(settings.finishedJobs(new OrganizationId("acme"))).isEqualTo(Duration.ofDays(7));
        assertThat(settings.finishedJobs(new OrganizationId("demo")))
                .isEqualTo(Duration.ofDays(60));
        assertThat(settings.uploads(new OrganizationId("acme"))).isEqualTo(Duration.ofHours(1));
        assertThat(settings.uploads(new OrganizationId("demo"))).isEqualTo(Duration.ofDays(30));
        assertThat(settings.exports(new OrganizationId("acme"))).isEqualTo(Duration.ofHours(2));
        assertThat(settings.exports(new OrganizationId("demo"))).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @CsvSource({
        "period,0s",
        "blob-period,0s",
        "unused-blobs,-1s",
        "batch,0",
        "batch,5001",
        "finished-jobs,-1s",
        "uploads,59m",
        "exports,59m",
        "organizations.acme.uploads,59m",
        "organizations.acme.exports,59m",
        "organizations.acme.finished-jobs,-1s"
    })
    void nonsenseIsRefused(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("codex.jobs.scheduler.retention." + name, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
