package codex.jobs.stores.news;

import static org.apache.kafka.clients.producer.ProducerConfig.ACKS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BATCH_SIZE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BOOTSTRAP_SERVERS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.BUFFER_MEMORY_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.LINGER_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.MAX_BLOCK_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.METADATA_MAX_IDLE_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;

import codex.jobs.stores.StoresProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How messages are sent: acknowledged by all replicas, never doubled by a retry of the client.
final class ProducerSettings {

    /// So that a topic used rarely is still known when the brokers are away.
    private static final Duration REMEMBER_TOPICS = Duration.ofDays(1);

    private ProducerSettings() {}

    /// For few small messages that somebody waits for.
    static Map<String, Object> forNews(StoresProperties.Kafka kafka) {
        return settings(kafka, kafka.blockAtMost(), 1, 16 << 10, 16 << 20);
    }

    /// For many messages, whose writers wait while the buffer is full.
    static Map<String, Object> forLogs(StoresProperties.Kafka kafka) {
        var settings = settings(kafka, kafka.deliveryTimeout(), 5, 128 << 10, 32 << 20);
        settings.put(COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }

    private static Map<String, Object> settings(
            StoresProperties.Kafka kafka,
            Duration blockAtMost,
            int lingerMillis,
            int batchBytes,
            int bufferBytes) {
        var timeout = Math.toIntExact(kafka.deliveryTimeout().toMillis());
        var settings = new HashMap<String, Object>();
        settings.put(BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(ACKS_CONFIG, "all");
        settings.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(LINGER_MS_CONFIG, lingerMillis);
        settings.put(BATCH_SIZE_CONFIG, batchBytes);
        settings.put(BUFFER_MEMORY_CONFIG, (long) bufferBytes);
        settings.put(MAX_BLOCK_MS_CONFIG, blockAtMost.toMillis());
        settings.put(DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        settings.put(RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        settings.put(METADATA_MAX_IDLE_CONFIG, REMEMBER_TOPICS.toMillis());
        return settings;
    }
}
