package codex.jobs.worker.runtime;

import codex.jobs.model.job.Backoff;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One task type's member of its share group: asks for commands only while they are welcome, has
/// them claimed, and acknowledges them at once, won or refused. No record is held while a task
/// runs; from the claim on, the lease owns the task.
///
/// The thread that runs this owns the Kafka consumer.
final class TaskConsumer implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(TaskConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final Backoff REOPEN = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final TaskType type;
    private final ConsumerSettings settings;
    private final Intake intake;
    private final WorkerMetrics metrics;

    private volatile boolean stopping;
    private volatile @Nullable KafkaShareConsumer<byte[], byte[]> consumer;

    TaskConsumer(TaskType type, ConsumerSettings settings, Intake intake, WorkerMetrics metrics) {
        this.type = type;
        this.settings = settings;
        this.intake = intake;
        this.metrics = metrics;
    }

    TaskType type() {
        return type;
    }

    /// Lets [#run] end; what was received and not decided goes back to the broker.
    void stop() {
        stopping = true;
        var open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void run() {
        try {
            for (var tries = 1; !stopping; tries++) {
                tries = consumeUntilFailure() ? 1 : tries;
                if (!stopping) {
                    Pause.after(tries, REOPEN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Answers whether anything was served.
    private boolean consumeUntilFailure() throws InterruptedException {
        var open = settings.open(type);
        var served = false;
        consumer = open;
        try {
            open.subscribe(List.of(Topics.tasks(type)));
            while (!stopping) {
                if (intake.awaitReady(settings.batch())) {
                    served |= answer(open, open.poll(POLL));
                }
            }
        } catch (WakeupException e) {
            log.debug("Woken up to stop: type={}", type);
        } catch (RuntimeException e) {
            log.error("Consuming failed, will be opened again: type={}", type, e);
        } finally {
            consumer = null;
            open.close(CLOSE_WITHIN);
        }
        return served;
    }

    /// Answers whether there was anything to answer.
    private boolean answer(
            KafkaShareConsumer<byte[], byte[]> open, ConsumerRecords<byte[], byte[]> records)
            throws InterruptedException {
        if (records.isEmpty()) {
            return false;
        }
        var received = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var commands = new ArrayList<TaskCommand>();
        for (var message : records) {
            try {
                commands.add(Messages.decodeTaskCommand(message.value()));
                received.add(message);
            } catch (Undecodable e) {
                reject(open, message, e);
            }
        }
        var decided = stopping ? 0 : intake.take(type, commands);
        for (var index = 0; index < received.size(); index++) {
            open.acknowledge(
                    received.get(index),
                    index < decided ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
        }
        open.commitAsync();
        return true;
    }

    private void reject(
            KafkaShareConsumer<byte[], byte[]> open,
            ConsumerRecord<byte[], byte[]> message,
            Undecodable reason) {
        log.error(
                "Command rejected, {}: topic={} partition={} offset={}",
                reason.getMessage(),
                message.topic(),
                message.partition(),
                message.offset());
        metrics.claims(type, WorkerMetrics.Claim.UNDECODABLE, 1);
        open.acknowledge(message, AcknowledgeType.REJECT);
    }
}
