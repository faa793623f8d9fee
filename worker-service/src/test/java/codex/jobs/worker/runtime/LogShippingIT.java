package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogShippingIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    @Test
    void talkativeTaskIsCutShortWhichItsLogSaysBeforeTheTaskEnds() throws Exception {
        TaskHandler talkative =
                task -> {
                    for (var line = 0; line < 100; line++) {
                        task.log(LogType.INFO, "line " + line);
                    }
                    return Outcome.Completed.WITHOUT_RESULT;
                };
        try (var worker =
                TestWorker.start(servers, talkative, "codex.jobs.worker.log.lines-per-task=10")) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();
            scheduler.awaitFirstTaskCompleted(job);

            var lines = linesOf(job);
            assertThat(lines).hasSize(11);
            assertThat(lines.getFirst().message()).isEqualTo("Process entries started");
            assertThat(lines.getLast().message()).isEqualTo("92 lines dropped");
            assertThat(lines.getLast().type()).isEqualTo(LogType.WARNING);
            assertThat(lines.getLast().code()).isEqualTo("LINES_DROPPED");
            assertThat(lines).extracting(LogLine::sequence).isSorted();
            assertThat(scheduler.firstTask(job).counts().logs()).isEqualTo(102);
        }
    }

    /// What the topic holds now: the broker had all of it before the task ended.
    private static List<LogLine> linesOf(Job job) throws Undecodable {
        Map<String, Object> settings =
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrapServers());
        var lines = new ArrayList<LogLine>();
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(Topics.JOB_TASK_LOGS).stream()
                            .map(part -> new TopicPartition(part.topic(), part.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var message : consumer.poll(Duration.ofMillis(200))) {
                    lines.add(Messages.decodeLogLine(message.value()));
                }
            }
        }
        return lines.stream().filter(line -> line.job().equals(job.id())).toList();
    }
}
