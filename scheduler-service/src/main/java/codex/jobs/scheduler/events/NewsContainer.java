package codex.jobs.scheduler.events;

import codex.jobs.model.message.Topics;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.stores.StoresProperties;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/// How the news are consumed: all schedulers share one classic group, so one of them at a time
/// works on a job.
final class NewsContainer {

    private static final String GROUP = "scheduler";

    /// The shortest that brokers allow: a dead scheduler's share of the news soon goes to another.
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private NewsContainer() {}

    static ConcurrentMessageListenerContainer<byte[], byte[]> of(
            StoresProperties stores, SchedulerProperties scheduler, JobNewsListener listener) {
        var settings = new ContainerProperties(Topics.JOB_EVENTS);
        settings.setGroupId(GROUP);
        settings.setMessageListener(listener);
        settings.setAckMode(ContainerProperties.AckMode.BATCH);
        var container =
                new ConcurrentMessageListenerContainer<byte[], byte[]>(
                        new DefaultKafkaConsumerFactory<>(consumer(stores, scheduler)), settings);
        container.setCommonErrorHandler(untilItSucceeds());
        container.setBeanName("job-news");
        return container;
    }

    private static Map<String, Object> consumer(
            StoresProperties stores, SchedulerProperties scheduler) {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stores.kafka().bootstrapServers());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, scheduler.batch());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MILLIS / 3);
        return settings;
    }

    /// A batch fails only while a store is away.
    private static DefaultErrorHandler untilItSucceeds() {
        var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        return new DefaultErrorHandler(pauses);
    }
}
