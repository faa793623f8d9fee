package codex.jobs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The service while a server it needs is away.
class ServersAwayIT {

    private static Answer get(Api api, String path) {
        return new Client(api.address(), "", null)
                .send(HttpRequest.newBuilder(URI.create(api.address() + path)).build());
    }

    @Nested
    class Nothing {

        @RegisterExtension static final Api api = Api.usual();

        @Test
        void isReadyAndMeasured() {
            assertThat(get(api, "/actuator/health/readiness").status()).isEqualTo(200);
            assertThat(get(api, "/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(get(api, "/actuator/prometheus").body()).contains("codex_jobs_logs_stored");
            assertThat(get(api, "/actuator/env").status()).isEqualTo(404);
        }
    }

    @Nested
    class Kafka {

        @RegisterExtension
        static final Api api =
                Api.with(Map.of("codex.jobs.kafka.bootstrap-servers", "localhost:1"));

        @Test
        void jobsAreCreatedAllTheSame() {
            var examples = Examples.in(api, "no-kafka");
            examples.aJob();
            var before = Instant.now();

            var job = examples.aJob();

            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(examples.stored(job).wakeAt()).isNotNull();
            assertThat(get(api, "/actuator/health/readiness").status()).isEqualTo(200);
        }
    }

    @Nested
    class MongoDb {

        @RegisterExtension
        static final Api api =
                Api.with(
                        Map.of(
                                "codex.jobs.mongodb.uri",
                                "mongodb://localhost:1/codex-jobs",
                                "codex.jobs.mongodb.server-selection-timeout",
                                "200ms"));

        @Test
        void isNotReadyAndSaysNoMoreThanThat() {
            var answer = new Client(api.address(), "any", "token").ask("{ environments { id } }");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.codes()).containsExactly("UNEXPECTED_ERROR");
            assertThat(answer.body())
                    .contains("\"message\":\"Unexpected Execution Error\"")
                    .contains("\"retryable\":true")
                    .doesNotContain("localhost")
                    .doesNotContainIgnoringCase("mongo");
            assertThat(get(api, "/actuator/health/readiness").status()).isEqualTo(503);
            assertThat(get(api, "/actuator/health/liveness").status()).isEqualTo(200);
        }
    }
}
