package codex.jobs.worker.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.news.EffectPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskConsumerIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private final Map<TaskId, AtomicInteger> runs = new ConcurrentHashMap<>();

    private Outcome count(TaskContext task) {
        runs.computeIfAbsent(task.task().id(), _ -> new AtomicInteger()).incrementAndGet();
        return Outcome.Completed.WITHOUT_RESULT;
    }

    @Test
    void twoWorkersRunEveryTaskOnce() {
        try (var one = TestWorker.start(servers, this::count);
                var two = TestWorker.start(servers, this::count)) {
            var scheduler = new TestScheduler(one);

            var jobs = new ArrayList<Job>();
            for (var count = 0; count < 100; count++) {
                jobs.add(scheduler.released());
            }

            jobs.forEach(scheduler::awaitFirstTaskCompleted);
            assertThat(runs).hasSize(100);
            assertThat(runs.values()).allMatch(times -> times.get() == 1);
            assertThat(claims(one, "won") + claims(two, "won")).isEqualTo(100);
        }
    }

    @Test
    void doubledAndLateCommandsAreRefused() {
        try (var worker = TestWorker.start(servers, this::count)) {
            var scheduler = new TestScheduler(worker);
            var publisher = worker.bean(EffectPublisher.class);
            var job = scheduler.planned();
            var task = job.tasks().getFirst();
            var command = new TaskCommand(job.organization(), job.id(), task.id(), 1);
            var again = new Effect.PublishTask(TaskType.PROCESS_ENTRIES, command);

            scheduler.release(job);
            publisher.publish(List.of(again, again)).join();
            scheduler.awaitFirstTaskCompleted(job);
            publisher.publish(List.of(again)).join();

            await().atMost(Duration.ofSeconds(20)).until(() -> claims(worker, "refused") == 3);
            assertThat(runs.get(task.id())).hasValue(1);
            assertThat(scheduler.firstTask(job).attempt()).isEqualTo(1);
        }
    }

    @Test
    void commandsThatCannotBeReadAreRejectedAndTheNextOnesServed() {
        try (var worker = TestWorker.start(servers, this::count)) {
            var scheduler = new TestScheduler(worker);
            send("not json at all".getBytes(UTF_8));
            send(new byte[0]);
            send("{\"job\":\"../x\"}".getBytes(UTF_8));

            var job = scheduler.released();

            scheduler.awaitFirstTaskCompleted(job);
            await().atMost(Duration.ofSeconds(20)).until(() -> claims(worker, "undecodable") == 3);
        }
    }

    private static double claims(TestWorker worker, String result) {
        return worker
                .bean(MeterRegistry.class)
                .find("codex.jobs.worker.claims")
                .tag("result", result)
                .counters()
                .stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static void send(byte[] message) {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrapServers());
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.tasks(TaskType.PROCESS_ENTRIES), message))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
