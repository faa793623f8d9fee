package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServersTest {

    @Test
    void givenAddressesTakeThePlaceOfEmbeddedParts() {
        var servers =
                new Servers(
                        List.of(Part.KAFKA, Part.OPENSEARCH),
                        Map.of(
                                "CODEX_JOBS_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                                "CODEX_JOBS_OPENSEARCH_URI", "http://search:9200"));

        assertThat(servers.properties())
                .isEqualTo(
                        Map.of(
                                "codex.jobs.kafka.bootstrap-servers", "broker:9092",
                                "codex.jobs.opensearch.uri", "http://search:9200"));
        assertThat(servers.environment())
                .containsEntry("CODEX_JOBS_KAFKA_BOOTSTRAP_SERVERS", "broker:9092");
    }

    @Test
    void everyTestClassHasADatabaseOfItsOwn() {
        var given = Map.of("CODEX_JOBS_MONGODB_URI", "mongodb://host:27017/shared");
        var one = new Servers(List.of(Part.MONGODB), given);
        var other = new Servers(List.of(Part.MONGODB), given);

        assertThat(one.mongodbUri())
                .startsWith("mongodb://host:27017/t")
                .isEqualTo(one.mongodbUri())
                .isNotEqualTo(other.mongodbUri());
    }

    @Test
    void namesTheVariableThatIsMissing() {
        var servers = new Servers(List.of(Part.S3), Map.of("CODEX_JOBS_S3_ENDPOINT", "http://s3"));

        assertThatThrownBy(servers::settings).hasMessageContaining("CODEX_JOBS_S3_REGION");
    }
}
