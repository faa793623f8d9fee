package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir Path place;

    @Test
    void handsRecordsToAShareGroupAfterARestart() throws Exception {
        try (var server = new EmbeddedKafka(place, 0)) {
            server.start();
            createTopicAndGroup(server.address());
            produce(server.address(), "t", "first");
            server.stop();

            server.start();
            produce(server.address(), "t", "second");

            assertThat(consumeTwo(server.address(), "t")).containsExactly("first", "second");
        }
    }

    private static void createTopicAndGroup(String brokers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            var fromTheStart =
                    new AlterConfigOp(
                            new ConfigEntry("share.auto.offset.reset", "earliest"),
                            AlterConfigOp.OpType.SET);
            var group = new ConfigResource(ConfigResource.Type.GROUP, "workers");
            admin.incrementalAlterConfigs(Map.of(group, List.of(fromTheStart))).all().get();
        }
    }

    private static void produce(String brokers, String topic, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", brokers);
        var serializer = new StringSerializer();
        try (var producer = new KafkaProducer<>(config, serializer, serializer)) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> consumeTwo(String brokers, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", brokers, "group.id", "workers");
        var deserializer = new StringDeserializer();
        var received = new ArrayList<String>();
        try (var consumer = new KafkaShareConsumer<>(config, deserializer, deserializer)) {
            consumer.subscribe(List.of(topic));
            for (var polls = 0; polls < 40 && received.size() < 2; polls++) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> received.add(record.value()));
            }
        }
        return received;
    }
}
