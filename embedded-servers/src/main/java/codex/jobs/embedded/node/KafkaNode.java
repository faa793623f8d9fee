package codex.jobs.embedded.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// One KRaft broker that is its own controller, sized for one machine. Topics are never created by
/// accident.
public final class KafkaNode {

    private static final String NODE_ID = "1";

    private KafkaNode() {}

    /// Starts it.
    ///
    /// @param arguments data directory, port (0 for a free one), readiness file
    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        var asked = Integer.parseInt(arguments[1]);
        var port = asked == 0 ? freePort() : asked;
        var config = KafkaConfig.fromProps(properties(data, port, freePortBesides(port)));
        if (Files.notExists(data.resolve("meta.properties"))) {
            format(data);
        }
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        server.startup();
        Readiness.announce(Path.of(arguments[2]), port);
        server.awaitShutdown();
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setNodeId(Integer.parseInt(NODE_ID))
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Properties properties(Path data, int port, int controllerPort) {
        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE_ID);
        properties.put("log.dirs", data.toString());
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // one broker holds the only copy of everything
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "4");
        // one machine's worth of threads and buffers
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
        return properties;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The system may hand out again what has just been given back, and the broker does not listen
    /// yet.
    private static int freePortBesides(int taken) throws IOException {
        var port = freePort();
        while (port == taken) {
            port = freePort();
        }
        return port;
    }
}
