package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServersIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.S3);

    @Test
    void startsWhatTheTestClassAsksForAndSharesIt() {
        var others = Servers.with(Part.S3);

        assertThat(servers.settings())
                .hasEntrySatisfying(
                        Setting.MONGODB_URI, uri -> assertThat(uri).startsWith("mongodb://"))
                .containsEntry(Setting.S3_ENDPOINT, others.s3Endpoint())
                .doesNotContainKey(Setting.KAFKA_BOOTSTRAP_SERVERS);
        assertThat(others.settings().get(Setting.S3_BUCKET))
                .isNotEqualTo(servers.settings().get(Setting.S3_BUCKET));
    }
}
