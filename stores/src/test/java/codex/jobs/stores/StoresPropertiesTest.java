package codex.jobs.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.tenant.OrganizationId;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StoresPropertiesTest {

    @Test
    void defaultsAreForOneMachine() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new StoresProperties(
                                new StoresProperties.Mongodb(
                                        "mongodb://localhost:27017/codex-jobs",
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(30)),
                                new StoresProperties.Kafka(
                                        "localhost:9092",
                                        3,
                                        3,
                                        1,
                                        (short) 0,
                                        Duration.ofMillis(500),
                                        Duration.ofSeconds(10)),
                                new StoresProperties.S3(
                                        URI.create("http://localhost:9000"),
                                        null,
                                        "us-east-1",
                                        "codex-jobs",
                                        "",
                                        "",
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(30)),
                                new StoresProperties.Opensearch(
                                        URI.create("http://localhost:9200"),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(60)),
                                kept(Duration.ofDays(30)),
                                kept(Duration.ofDays(30)),
                                kept(Duration.ofDays(7)),
                                kept(Duration.ofHours(24)),
                                kept(Duration.ofDays(90)),
                                kept(Duration.ofDays(30))));
    }

    private static StoresProperties.Kept kept(Duration usual) {
        return new StoresProperties.Kept(usual, Map.of());
    }

    static List<Arguments> kinds() {
        return List.of(
                kind("LOGS", StoresProperties::logs),
                kind("TRASH", StoresProperties::trash),
                kind("REPLACED", StoresProperties::replaced),
                kind("DELETED", StoresProperties::deleted),
                kind("DEAD", StoresProperties::dead),
                kind("DELIVERIES", StoresProperties::deliveries));
    }

    private static Arguments kind(
            String name, Function<StoresProperties, StoresProperties.Kept> kept) {
        return Arguments.of(name, kept);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsUsualAndWhatOneOrganizationWantsAreSetApart(
            String kind, Function<StoresProperties, StoresProperties.Kept> kept) {
        var special = Map.of("CODEX_JOBS_" + kind + "_ORGANIZATIONS_ACME", "11d");
        var usual = Map.of("CODEX_JOBS_" + kind + "_RETENTION", "12d");
        var acme = new OrganizationId("acme");
        var demo = new OrganizationId("demo");

        assertThat(kept.apply(bound(special)).of(acme)).isEqualTo(Duration.ofDays(11));
        assertThat(kept.apply(bound(special)).of(demo))
                .isEqualTo(kept.apply(bound(Map.of())).of(demo));
        assertThat(kept.apply(bound(usual)).of(acme)).isEqualTo(Duration.ofDays(12));
    }

    @Test
    void anOrganizationMayHaveItsOwnTimes() {
        var properties =
                bound(
                        Map.of(
                                "CODEX_JOBS_LOGS_RETENTION", "60d",
                                "CODEX_JOBS_LOGS_ORGANIZATIONS_ACME", "7d",
                                "CODEX_JOBS_TRASH_ORGANIZATIONS_ACME", "1d"));
        var acme = new OrganizationId("acme");
        var demo = new OrganizationId("demo");

        assertThat(properties.logs().of(acme)).isEqualTo(Duration.ofDays(7));
        assertThat(properties.logs().of(demo)).isEqualTo(Duration.ofDays(60));
        assertThat(properties.trash().of(acme)).isEqualTo(Duration.ofDays(1));
        assertThat(properties.trash().of(demo)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void nothingIsKeptForLessThanNoTime() {
        assertThatThrownBy(() -> bound(Map.of("CODEX_JOBS_TRASH_ORGANIZATIONS_ACME", "-1s")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesComeFromTheEnvironment() {
        var properties =
                bound(
                        Map.of(
                                "CODEX_JOBS_MONGODB_URI", "mongodb://m/x",
                                "CODEX_JOBS_KAFKA_BOOTSTRAP_SERVERS", "k:1,k:2",
                                "CODEX_JOBS_S3_ENDPOINT", "http://s3",
                                "CODEX_JOBS_S3_REGION", "eu-west-1",
                                "CODEX_JOBS_S3_BUCKET", "b",
                                "CODEX_JOBS_S3_ACCESS_KEY", "id",
                                "CODEX_JOBS_S3_SECRET_KEY", "key",
                                "CODEX_JOBS_OPENSEARCH_URI", "http://o"));

        assertThat(properties.mongodb().uri()).isEqualTo("mongodb://m/x");
        assertThat(properties.kafka().bootstrapServers()).isEqualTo("k:1,k:2");
        assertThat(properties.s3().endpoint()).isEqualTo(URI.create("http://s3"));
        assertThat(properties.s3().region()).isEqualTo("eu-west-1");
        assertThat(properties.s3().bucket()).isEqualTo("b");
        assertThat(properties.s3().accessKey()).isEqualTo("id");
        assertThat(properties.s3().secretKey()).isEqualTo("key");
        assertThat(properties.opensearch().uri()).isEqualTo(URI.create("http://o"));
    }

    @Test
    void secretsAreNotPrinted() {
        var properties =
                bound(
                        Map.of(
                                "CODEX_JOBS_MONGODB_URI", "mongodb://user:hidden@m/x",
                                "CODEX_JOBS_S3_ACCESS_KEY", "hidden",
                                "CODEX_JOBS_S3_SECRET_KEY", "hidden",
                                "CODEX_JOBS_OPENSEARCH_URI", "http://user:hidden@o"));

        assertThat(properties.toString()).doesNotContain("hidden");
    }

    private static StoresProperties bound(Map<String, String> environment) {
        var surroundings = new StandardEnvironment();
        var sources = surroundings.getPropertySources();
        sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        sources.replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new HashMap<>(environment)));
        return Binder.get(surroundings).bindOrCreate("codex.jobs", StoresProperties.class);
    }
}
