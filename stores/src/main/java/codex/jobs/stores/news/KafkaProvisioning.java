package codex.jobs.stores.news;

import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.StoresProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topics, and the settings of the workers' share groups, which belong to the group and not to
/// its consumers.
public final class KafkaProvisioning {

    private static final Logger log = LoggerFactory.getLogger(KafkaProvisioning.class);

    /// The default, `latest`, loses what was published before the first worker joined.
    private static final Map<String, String> GROUP_SETTINGS =
            Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "15000");

    /// On brokers from 4.3 on (KIP-1240); before that the limit is the broker's own setting.
    private static final Map<String, String> DELIVERY_LIMIT =
            Map.of("share.delivery.count.limit", "10");

    private static final int CALL_TIMEOUT_MILLIS = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final StoresProperties.Kafka kafka;

    KafkaProvisioning(StoresProperties properties) {
        kafka = properties.kafka();
    }

    /// Creates what is missing and sets what differs. Returns when that is done; tries again while
    /// no broker answers. Topics that exist are left as they are.
    public void provision() throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (!provisioned()) {
            Thread.sleep(pause);
            var doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private boolean provisioned() throws InterruptedException {
        Map<String, Object> settings =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        CALL_TIMEOUT_MILLIS / 2,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        CALL_TIMEOUT_MILLIS);
        try {
            var admin = Admin.create(settings);
            try {
                createTopics(admin);
                set(admin, GROUP_SETTINGS);
                setDeliveryLimit(admin);
            } finally {
                // Calls that nobody waits for any more must not hold us.
                admin.close(Duration.ZERO);
            }
            return true;
        } catch (InterruptException _) {
            throw new InterruptedException();
        } catch (ExecutionException | KafkaException e) {
            log.warn("Kafka is not ready; trying again: {}", e.getMessage());
            return false;
        }
    }

    private void createTopics(Admin admin) throws ExecutionException, InterruptedException {
        for (var created : admin.createTopics(topics()).values().values()) {
            ignoring(TopicExistsException.class, created);
        }
    }

    private List<NewTopic> topics() {
        var topics = new ArrayList<NewTopic>();
        topics.add(topic(Topics.JOB_EVENTS, kafka.eventPartitions()));
        topics.add(topic(Topics.JOB_TASK_LOGS, kafka.logPartitions()));
        topics.add(topic(Topics.RECURRING_EVENTS, 1));
        topics.add(topic(Topics.DEAD_TASKS, 1));
        for (var type : TaskType.values()) {
            topics.add(topic(Topics.tasks(type), kafka.taskPartitions()));
        }
        return topics;
    }

    private NewTopic topic(String name, int partitions) {
        var replicas = kafka.replicationFactor();
        return new NewTopic(
                name,
                Optional.of(partitions),
                replicas == 0 ? Optional.empty() : Optional.of(replicas));
    }

    private void setDeliveryLimit(Admin admin) throws ExecutionException, InterruptedException {
        try {
            set(admin, DELIVERY_LIMIT);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException)) {
                throw e;
            }
            log.debug("The broker keeps the delivery count limit for all groups");
        }
    }

    private static void set(Admin admin, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        var changes =
                settings.entrySet().stream()
                        .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList();
        var groups =
                Stream.of(TaskType.values())
                        .map(type ->
                                new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(type)))
                        .collect(Collectors.toMap(Function.identity(), _ -> List.copyOf(changes)));
        admin.incrementalAlterConfigs(
                        Map.<ConfigResource, java.util.Collection<AlterConfigOp>>copyOf(groups))
                .all()
                .get();
    }

    private static void ignoring(Class<? extends Exception> expected, KafkaFuture<?> call)
            throws ExecutionException, InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            if (!expected.isInstance(e.getCause())) {
                throw e;
            }
        }
    }
}
