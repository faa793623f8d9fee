package codex.jobs.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What a topic holds, read from its beginning again and again by one thread.
final class Records implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, byte[]> consumer;
    private final String topic;

    Records(String bootstrapServers, String topic) {
        this.topic = topic;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
    }

    /// All records with that key so far.
    List<byte[]> of(String key) {
        return byKey().getOrDefault(key, List.of());
    }

    /// All records so far.
    Map<String, List<byte[]>> byKey() {
        var partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var open = new HashMap<>(consumer.endOffsets(partitions));
        var found = new HashMap<String, List<byte[]>>();
        open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        while (!open.isEmpty()) {
            for (var read : consumer.poll(POLL)) {
                var key = read.key() == null ? "" : read.key();
                found.computeIfAbsent(key, _ -> new ArrayList<>()).add(read.value());
            }
            open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
