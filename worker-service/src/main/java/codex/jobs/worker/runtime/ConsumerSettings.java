package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.StoresProperties;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.stereotype.Component;

/// How commands are asked for.
@Component
final class ConsumerSettings {

    private final String bootstrapServers;
    private final int batch;

    ConsumerSettings(StoresProperties stores, WorkerProperties worker) {
        this.bootstrapServers = stores.kafka().bootstrapServers();
        this.batch = worker.claimBatch();
    }

    /// Most commands of one poll.
    int batch() {
        return batch;
    }

    KafkaShareConsumer<byte[], byte[]> open(TaskType type) {
        return new KafkaShareConsumer<>(
                settings(type), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> settings(TaskType type) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                Topics.workers(type),
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                // Never more than there are slots for (KIP-1206).
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                batch,
                // A worker whose slots are full does not poll for hours, and holds no records then.
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Integer.MAX_VALUE,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500L);
    }
}
