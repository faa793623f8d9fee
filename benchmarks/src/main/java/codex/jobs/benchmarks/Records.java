package codex.jobs.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// How many records the platform's topics have taken, by topic. The brokers' own topics, where they
/// keep the positions of their readers, are left out.
record Records(Map<String, Long> byTopic) {

    static Records of(LocalPlatform platform) throws InterruptedException {
        try (var admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                (Object) platform.kafka()))) {
            var topics = admin.describeTopics(admin.listTopics().names().get()).allTopicNames();
            var partitions = new HashMap<TopicPartition, OffsetSpec>();
            topics.get()
                    .forEach((topic, description) ->
                            description
                                    .partitions()
                                    .forEach(partition ->
                                            partitions.put(
                                                    new TopicPartition(
                                                            topic, partition.partition()),
                                                    OffsetSpec.latest())));
            var ends = new HashMap<String, Long>();
            admin.listOffsets(partitions)
                    .all()
                    .get()
                    .forEach((partition, end) ->
                            ends.merge(partition.topic(), end.offset(), Long::sum));
            return new Records(Map.copyOf(ends));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics cannot be read", e.getCause());
        }
    }

    /// Between an earlier look and this one, in topics whose names match.
    long since(Records before, Predicate<String> topic) {
        return byTopic.entrySet().stream()
                .filter(end -> topic.test(end.getKey()))
                .mapToLong(end -> end.getValue() - before.byTopic.getOrDefault(end.getKey(), 0L))
                .sum();
    }
}
