package codex.jobs.api.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.model.log.LogType;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.news.LogPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogIngestionIT {

    @RegisterExtension static final Api api = Api.usual();

    private static Examples examples;

    @BeforeAll
    static void anOrganization() {
        examples = Examples.in(api, "ingested");
    }

    private static int total(String job, String filter) {
        return examples.client()
                .ask("{ jobTaskLogs(jobId: \"" + job + "\"" + filter + ") { total } }")
                .data("/jobTaskLogs/total")
                .asInt();
    }

    @Test
    void linesAreStoredOnceAndFound() {
        var job = examples.aJob();
        var lines =
                IntStream.range(0, 1_000)
                        .mapToObj(n ->
                                examples.line(job, n, n % 10 == 0 ? LogType.ERROR : LogType.INFO))
                        .toList();
        api.get(LogPublisher.class).publish(lines).join();
        api.get(LogPublisher.class).publish(lines).join();

        await().atMost(Duration.ofSeconds(20)).until(() -> total(job, "") == 1_000);
        assertThat(total(job, ", types: [ERROR]")).isEqualTo(100);
        assertThat(total(job, ", search: \"line 99\"")).isEqualTo(11);
        var page =
                examples.client()
                        .ask(
                                "{ jobTaskLogs(jobId: \""
                                        + job
                                        + "\", offset: 998, limit: 9999) {"
                                        + " limit items { itemIndex jobId type attempt } } }");
        assertThat(page.data("/jobTaskLogs/limit").asInt()).isEqualTo(500);
        assertThat(page.data("/jobTaskLogs/items").size()).isEqualTo(2);
        assertThat(page.data("/jobTaskLogs/items/0/jobId").asString()).isEqualTo(job);
    }

    @Test
    void whatCannotBeReadIsSkippedAndCounted() {
        var job = examples.aJob();
        var skipped = api.get(MeterRegistry.class).counter("codex.jobs.logs.skipped");
        var before = skipped.count();
        var kafka = api.get(StoresProperties.class).kafka();
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (var poison : new byte[][] {"{".getBytes(UTF_8), "{}".getBytes(UTF_8), null}) {
                var _ = producer.send(new ProducerRecord<>(Topics.JOB_TASK_LOGS, job, poison));
            }
            producer.flush();
        }
        api.get(LogPublisher.class).publish(List.of(examples.line(job, 1, LogType.INFO))).join();

        await().atMost(Duration.ofSeconds(20)).until(() -> total(job, "") == 1);
        assertThat(skipped.count() - before).isEqualTo(3);
    }

    @Test
    void aJobThatIsNotThereIsNotFound() {
        assertThat(
                        examples.client()
                                .ask(
                                        "{ jobTaskLogs(jobId: \"01ARZ3NDEKTSV4RRFFQ69G5FAV\") { total } }")
                                .refusals())
                .containsExactly("JOB_NOT_FOUND jobId");
    }
}
