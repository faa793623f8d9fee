package codex.jobs.stores.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewsIT {

    private static final OrganizationId ACME = new OrganizationId("acme");

    @RegisterExtension static final Stores stores = Stores.with(Part.KAFKA, Part.MONGODB);

    private final EffectPublisher effects = stores.get(EffectPublisher.class);
    private final JobId job = new JobId(UUID.randomUUID().toString().replace("-", ""));
    private final TaskId task = TaskId.of(job, 1);

    @BeforeAll
    static void topics() throws InterruptedException {
        stores.get(KafkaProvisioning.class).provision();
    }

    @Test
    void newsAndTasksArriveInTheirTopics() throws Exception {
        var news = new JobNews(ACME, job, 2, JobNews.Kind.CHANGED);
        var command = new TaskCommand(ACME, job, task, 1);

        effects.publish(
                        List.of(
                                new Effect.PublishNews(news),
                                new Effect.PublishTask(TaskType.REINDEX_URLS, command)))
                .get(10, TimeUnit.SECONDS);

        var told = received(Topics.JOB_EVENTS, 1).getFirst();
        assertThat(told.key()).isEqualTo(job.value());
        assertThat(Messages.decodeJobNews(told.value())).isEqualTo(news);
        var handedOut = received("tasks.reindex-urls", 1).getFirst();
        assertThat(handedOut.key()).isEqualTo(job.value());
        assertThat(Messages.decodeTaskCommand(handedOut.value())).isEqualTo(command);
    }

    @Test
    void linesOfAJobStayInOrder() throws Exception {
        var lines = IntStream.range(0, 1_000).mapToObj(this::line).toList();

        stores.get(LogPublisher.class).publish(lines).get(10, TimeUnit.SECONDS);

        var received = new ArrayList<LogLine>();
        for (var message : received(Topics.JOB_TASK_LOGS, lines.size())) {
            received.add(Messages.decodeLogLine(message.value()));
        }
        assertThat(received).isEqualTo(lines);
    }

    @Test
    void deadTaskIsShownToOperators() throws Exception {
        var dead =
                new DeadTask(
                        ACME,
                        job,
                        JobType.EXPORT_ENTRIES,
                        new JobSpec.ExportEntries("{}", ExportFormat.JSON),
                        task,
                        TaskType.PROCESS_ENTRIES,
                        5,
                        "WORKER_LOST",
                        "The worker stopped responding",
                        new Checkpoint(7, Map.of("after", "x")),
                        Instant.parse("2026-03-01T12:00:00Z"));

        effects.publish(dead).get(10, TimeUnit.SECONDS);

        assertThat(received(Topics.DEAD_TASKS, 1).getFirst().value())
                .asString()
                .isEqualTo(
                        """
                        {"organization":"acme","job":"%s","jobType":"EXPORT_ENTRIES",\
                        "spec":{"filter":"{}","format":"JSON"},"task":"%s",\
                        "type":"PROCESS_ENTRIES","attempt":5,"code":"WORKER_LOST",\
                        "message":"The worker stopped responding",\
                        "checkpoint":{"chunksDone":7,"position":{"after":"x"}},\
                        "diedAt":"2026-03-01T12:00:00Z"}\
                        """
                                .formatted(job, task));
    }

    @Test
    void nothingToPublishIsDoneAtOnce() {
        assertThat(effects.publish(List.of())).isCompleted();
    }

    @Test
    void topicsAndGroupsAreProvisionedHoweverOften() throws Exception {
        stores.get(KafkaProvisioning.class).provision();

        try (var admin = Admin.create(address())) {
            assertThat(admin.listTopics().names().get()).containsAll(everyTopic());
            var events = admin.describeTopics(List.of(Topics.JOB_EVENTS)).allTopicNames().get();
            assertThat(events)
                    .hasEntrySatisfying(
                            Topics.JOB_EVENTS, topic -> assertThat(topic.partitions()).hasSize(3));
            assertThat(groupSettings(admin))
                    .hasSize(TaskType.values().length)
                    .allSatisfy((_, settings) ->
                            assertThat(settings.entries())
                                    .extracting(ConfigEntry::name, ConfigEntry::value)
                                    .contains(
                                            tuple("share.auto.offset.reset", "earliest"),
                                            tuple("share.record.lock.duration.ms", "15000")));
        }
    }

    private static Map<ConfigResource, Config> groupSettings(Admin admin) throws Exception {
        var groups =
                Stream.of(TaskType.values())
                        .map(Topics::workers)
                        .map(name -> new ConfigResource(ConfigResource.Type.GROUP, name))
                        .toList();
        return admin.describeConfigs(groups).all().get();
    }

    private static List<String> everyTopic() {
        return Stream.concat(
                        Stream.of(Topics.JOB_EVENTS, Topics.JOB_TASK_LOGS, Topics.DEAD_TASKS),
                        Stream.of(TaskType.values()).map(Topics::tasks))
                .toList();
    }

    private LogLine line(int number) {
        return new LogLine(
                LogId.ofChunk(task, 1, number),
                ACME,
                job,
                task,
                1,
                number,
                Instant.parse("2026-03-01T12:00:00Z"),
                LogType.INFO,
                "line " + number,
                null,
                null,
                null,
                null,
                null);
    }

    /// The first messages of this test's job.
    private List<ConsumerRecord<String, byte[]>> received(String topic, int count) {
        var messages = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer =
                new KafkaConsumer<>(
                        address(), new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (messages.size() < count && System.nanoTime() < until) {
                for (var message : consumer.poll(Duration.ofMillis(100))) {
                    if (message.key().equals(job.value())) {
                        messages.add(message);
                    }
                }
            }
        }
        assertThat(messages).hasSize(count);
        return messages;
    }

    private static Map<String, Object> address() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                stores.servers().kafkaBootstrapServers());
    }
}
