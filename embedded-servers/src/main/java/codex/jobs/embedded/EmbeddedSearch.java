package codex.jobs.embedded;

import codex.jobs.embedded.node.SearchNode;
import java.nio.file.Path;
import java.util.List;

/// An OpenSearch node that forms a cluster of its own.
public final class EmbeddedSearch extends EmbeddedServer {

    public EmbeddedSearch(Path place, int port) {
        super("opensearch", place, port);
    }

    /// The HTTP address of the node.
    @Override
    public String address() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    Class<?> mainClass() {
        return SearchNode.class;
    }

    @Override
    List<String> jvmOptions() {
        return List.of("-Xmx384m", "-XX:+UseSerialGC");
    }
}
