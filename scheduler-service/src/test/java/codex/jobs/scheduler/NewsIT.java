package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A scheduler that learns of jobs by news only.
class NewsIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static TestScheduler scheduler;
    private static Scene scene;

    @BeforeAll
    static void start() {
        scheduler = TestScheduler.start(servers, "codex.jobs.scheduler.wake-up-period=1h");
        scene = new Scene(scheduler);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    @Test
    void newsOfACreatedJobReleasesItsFirstTask() throws Exception {
        var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

        assertThat(job).hasStatus(JobStatus.ACTIVE);
        try (var commands = new Commands(servers.kafkaBootstrapServers())) {
            commands.awaitEach(List.of(job));
            var task = Scene.current(job);
            assertThat(commands.of(job))
                    .containsOnly(new TaskCommand(job.organization(), job.id(), task.id(), 1));
        }
    }

    @Test
    void undecodableNewsIsSkippedAndCounted() throws Exception {
        poison();

        scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

        var skipped =
                scheduler
                        .bean(MeterRegistry.class)
                        .counter("codex.jobs.scheduler.news.undecodable");
        await().untilAsserted(() -> assertThat(skipped.count()).isPositive());
    }

    private static void poison() throws Exception {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        Map.of("bootstrap.servers", servers.kafkaBootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var poison = new byte[] {'{', 0, 1};
            producer.send(new ProducerRecord<>(Topics.JOB_EVENTS, poison)).get();
        }
    }
}
