package codex.jobs.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Indexes;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.news.KafkaProvisioning;
import codex.jobs.stores.sessions.SessionStore;
import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Servers that are away: nothing hangs, and what comes back is used again.
@Timeout(60)
class AwayIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB);

    @Test
    void serviceStartsWithoutMongodbAndMakesItsIndexesLater() throws IOException {
        try (var relay = relay();
                var service = Stores.application(through(relay))) {
            var indexes = service.getBean(Indexes.class);
            assertThat(indexes.areComplete()).isFalse();

            relay.mend();

            await().atMost(Duration.ofSeconds(20)).until(indexes::areComplete);
            assertThat(
                            service.getBean(MongoTemplate.class)
                                    .indexOps(Collections.JOBS)
                                    .getIndexInfo())
                    .hasSizeGreaterThan(4);
        }
    }

    @Test
    void callsFailSoonWithoutMongodbAndWorkAgainAfterwards() throws IOException {
        try (var relay = relay()) {
            relay.mend();
            try (var service = Stores.application(through(relay))) {
                var sessions = service.getBean(SessionStore.class);
                var session = new SessionId("away");
                sessions.open(session, "worker");

                relay.cut();
                assertThatThrownBy(() -> sessions.beat(session))
                        .isInstanceOf(DataAccessException.class);

                relay.mend();
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(DataAccessException.class)
                        .until(() -> sessions.beat(session).isPresent());
            }
        }
    }

    @Test
    void newsFailSoonWithoutKafka() throws Exception {
        var properties = new HashMap<>(servers.properties());
        properties.put("codex.jobs.kafka.bootstrap-servers", "127.0.0.1:" + portOfNobody());
        properties.put("codex.jobs.kafka.block-at-most", "200ms");
        var news =
                new Effect.PublishNews(
                        new JobNews(
                                new OrganizationId("acme"),
                                new JobId("job1"),
                                1,
                                JobNews.Kind.CHANGED));

        try (var service = Stores.application(properties)) {
            var effects = service.getBean(EffectPublisher.class);
            var begin = System.nanoTime();
            var published =
                    IntStream.range(0, 50).mapToObj(_ -> effects.publish(List.of(news))).toList();
            var took = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(published).allSatisfy(each -> assertThat(each).isCompletedExceptionally());
            assertThat(took).as("fifty callers").isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void provisioningWaitsForKafkaUntilItIsInterrupted() throws Exception {
        var properties = new HashMap<>(servers.properties());
        properties.put("codex.jobs.kafka.bootstrap-servers", "127.0.0.1:" + portOfNobody());

        try (var service = Stores.application(properties)) {
            var provisioning = service.getBean(KafkaProvisioning.class);
            var ended = new CompletableFuture<Void>();
            var thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    provisioning.provision();
                                    ended.complete(null);
                                } catch (InterruptedException e) {
                                    ended.completeExceptionally(e);
                                }
                            });
            await().until(() -> thread.getState() == Thread.State.WAITING);

            thread.interrupt();

            assertThat(ended)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(InterruptedException.class);
        }
    }

    private static Relay relay() throws IOException {
        var address = mongodb();
        return Relay.cutTo(address.getHost(), address.getPort());
    }

    private static ServerAddress mongodb() {
        var hosts = new ConnectionString(servers.mongodbUri()).getHosts();
        return new ServerAddress(hosts.getFirst());
    }

    private static Map<String, String> through(Relay relay) {
        var database =
                Objects.requireNonNull(new ConnectionString(servers.mongodbUri()).getDatabase());
        return Map.of(
                "codex.jobs.mongodb.uri",
                "mongodb://" + relay.address() + "/" + database,
                "codex.jobs.mongodb.server-selection-timeout",
                "500ms");
    }

    private static int portOfNobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
