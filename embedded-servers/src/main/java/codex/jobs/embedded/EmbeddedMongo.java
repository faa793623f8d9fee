package codex.jobs.embedded;

import codex.jobs.embedded.mongodb.OrderedMongoServer;
import codex.jobs.embedded.node.MongoNode;
import java.nio.file.Path;
import java.util.List;

/// The MongoDB-compatible store of `embedded-mongodb`: what it has acknowledged survives a kill.
public final class EmbeddedMongo extends EmbeddedServer {

    public EmbeddedMongo(Path place, int port) {
        super("mongodb", place, port);
    }

    /// A connection string without a database name.
    @Override
    public String address() {
        return "mongodb://127.0.0.1:" + port();
    }

    @Override
    Class<?> mainClass() {
        return MongoNode.class;
    }

    @Override
    List<Path> moreJars() {
        return List.of(CodeSource.of(OrderedMongoServer.class));
    }

    /// What it holds it holds for long: cached pages, tables, and saves that are under way. More
    /// than the usual two thirds of the heap are for that.
    @Override
    List<String> jvmOptions() {
        return List.of("-Xmx600m", "-Xmn120m", "-XX:+UseSerialGC");
    }
}
