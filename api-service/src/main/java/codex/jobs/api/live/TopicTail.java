package codex.jobs.api.live;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/// Reads a topic from now on, for this instance alone: no group, no commits. One thread polls and
/// calls the receiver, also when there is nothing new; it goes on through every failure.
final class TopicTail implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicTail.class);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final String topic;
    private final ConsumerFactory<String, byte[]> consumers;
    private final Consumer<ConsumerRecords<String, byte[]>> receiver;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean reading;

    TopicTail(
            String topic,
            ConsumerFactory<String, byte[]> consumers,
            Consumer<ConsumerRecords<String, byte[]>> receiver) {
        this.topic = topic;
        this.consumers = consumers;
        this.receiver = receiver;
        this.thread = Thread.ofPlatform().daemon().name("tail-" + topic).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Whether everything that is published from now on will be seen.
    boolean isReading() {
        return reading;
    }

    private void run() {
        while (!stopped) {
            try (var consumer = consumers.createConsumer(null, "tail-", topic)) {
                follow(consumer);
            } catch (RuntimeException e) {
                log.warn("Tail of {} interrupted, goes on shortly: {}", topic, e.toString());
                receiveNothing();
                pause();
            }
        }
    }

    private void follow(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            receiveNothing();
            pause();
            return;
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reading = true;
        try {
            while (!stopped) {
                receive(consumer.poll(POLL));
            }
        } finally {
            reading = false;
        }
    }

    private void receiveNothing() {
        receive(ConsumerRecords.empty());
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        try {
            receiver.accept(records);
        } catch (RuntimeException e) {
            log.warn("{} messages of {} not passed on", records.count(), topic, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            // The thread notices within one poll; only a lost broker holds it longer.
            thread.join(CLOSE_WITHIN);
            thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
