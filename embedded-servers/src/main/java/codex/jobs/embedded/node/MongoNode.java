package codex.jobs.embedded.node;

import codex.jobs.embedded.mongodb.OrderedMongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// The MongoDB-compatible store of this project.
public final class MongoNode {

    private static final int CACHE_IN_MEGABYTES = 96;

    private MongoNode() {}

    /// Starts it.
    ///
    /// @param arguments data directory, port (0 for a free one), readiness file
    public static void main(String[] arguments) throws Exception {
        var bind =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        var server = OrderedMongoServer.start(Path.of(arguments[0]), bind, CACHE_IN_MEGABYTES);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "mongodb-shutdown"));
        Readiness.announce(Path.of(arguments[2]), server.address().getPort());
        Thread.currentThread().join();
    }
}
