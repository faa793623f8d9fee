package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DispatchIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final String NEWS_ONLY = "codex.jobs.scheduler.wake-up-period=1h";
    private static final SessionId WORKER = new SessionId("w-of-a-test");

    private static List<TaskCommand> commands(Job job) throws Undecodable {
        try (var topic = new Records(servers, Topics.tasks(TaskType.PROCESS_ASSETS))) {
            var commands = new ArrayList<TaskCommand>();
            for (var message : topic.of(job.id().value())) {
                commands.add(Messages.decodeTaskCommand(message));
            }
            return commands;
        }
    }

    private static void awaitCommands(Job job, int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(commands(job)).hasSize(count));
    }

    @Test
    void newsOfACreatedJobReleasesItsFirstTask() throws Exception {
        try (var scheduler = TestScheduler.start(servers, NEWS_ONLY)) {
            var scene = new Scene(scheduler);

            var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

            assertThat(job).hasStatus(JobStatus.ACTIVE);
            awaitCommands(job, 1);
            var task = Scene.current(job);
            assertThat(commands(job))
                    .containsExactly(new TaskCommand(job.organization(), job.id(), task.id(), 1));
        }
    }

    @Test
    void jobWhoseNewsWasLostIsFoundByItsWakeUp() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);

            var job = scene.created(Scene.anEnvironment(), null);

            assertThat(scene.awaitDispatched(job)).hasStatus(JobStatus.ACTIVE);
        }
    }

    @Test
    void scheduledJobStartsWhenItIsDue() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);
            var at = Scene.now().plusSeconds(2);
            var job = scene.created(Scene.anEnvironment(), at);
            scene.announce(job);

            var started = scene.awaitDispatched(job).startedAt();

            assertThat(started).isBetween(at, at.plusSeconds(5));
        }
    }

    @Test
    void tasksFollowEachOtherUntilTheJobIsSettled() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);

            var job = scene.worked(scene.announced(Scene.anEnvironment()), WORKER);

            assertThat(job).hasStatus(JobStatus.COMPLETED).hasOutcome(JobOutcome.SUCCEEDED);
            assertThat(job.wakeAt()).isNull();
        }
    }

    @Test
    void manySchedulersDispatchAJobOnce() throws Exception {
        try (var one = TestScheduler.start(servers);
                var _ = TestScheduler.start(servers);
                var _ = TestScheduler.start(servers)) {
            var scene = new Scene(one);
            var jobs =
                    IntStream.range(0, 30)
                            .mapToObj(_ -> scene.created(Scene.anEnvironment(), null))
                            .toList();
            jobs.forEach(scene::announce);
            jobs.forEach(scene::announce);

            jobs.forEach(scene::awaitDispatched);

            try (var topic = new Records(servers, Topics.tasks(TaskType.PROCESS_ASSETS))) {
                var ids = jobs.stream().map(job -> job.id().value()).toList();
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(topic.byKey().keySet()).containsAll(ids));
                assertThat(topic.byKey().entrySet())
                        .filteredOn(sent -> ids.contains(sent.getKey()))
                        .allSatisfy(sent -> assertThat(sent.getValue()).hasSize(1));
            }
            assertThat(jobs).extracting(job -> scene.stored(job).version()).containsOnly(3L);
        }
    }

    @Test
    void cancelledJobIsSettledWithoutARun() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);
            var job = scene.created(Scene.anEnvironment(), Scene.now().plusSeconds(3600));

            scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE));

            assertThat(scene.awaitUntil(job, Job::settled))
                    .hasStatus(JobStatus.DELETED)
                    .hasOutcome(JobOutcome.CANCELLED);
        }
    }

    @Test
    void undecodableNewsIsSkippedAndCounted() throws Exception {
        try (var scheduler = TestScheduler.start(servers, NEWS_ONLY)) {
            var scene = new Scene(scheduler);
            scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

            poison();

            scene.awaitDispatched(scene.announced(Scene.anEnvironment()));
            var skipped =
                    scheduler
                            .bean(MeterRegistry.class)
                            .counter("codex.jobs.scheduler.news.undecodable");
            await().untilAsserted(() -> assertThat(skipped.count()).isPositive());
        }
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
