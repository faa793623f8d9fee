package codex.jobs.embedded;

import codex.jobs.embedded.node.KafkaNode;
import java.nio.file.Path;
import java.util.List;

/// A Kafka broker: KRaft, one node, share groups on.
public final class EmbeddedKafka extends EmbeddedServer {

    public EmbeddedKafka(Path place, int port) {
        super("kafka", place, port);
    }

    /// `host:port`, as in `bootstrap.servers`.
    @Override
    public String address() {
        return "127.0.0.1:" + port();
    }

    @Override
    Class<?> mainClass() {
        return KafkaNode.class;
    }

    @Override
    List<String> jvmOptions() {
        return List.of("-Xmx384m", "-XX:+UseSerialGC");
    }
}
