package codex.jobs.embedded.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.http.HttpServerTransport;

/// One OpenSearch node that forms a cluster of its own.
public final class SearchNode {

    private SearchNode() {}

    /// Starts it.
    ///
    /// @param arguments data directory, port (0 for a free one), readiness file
    public static void main(String[] arguments) throws Exception {
        var runner = new OpenSearchRunner();
        runner.onBuild((_, settings) -> {
            settings.put("discovery.type", "single-node");
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", arguments[1]);
            settings.put("transport.port", "0");
            settings.put("action.auto_create_index", "false");
            // Its serial collector lets garbage fill a small heap: that is no memory in use, and no
            // reason to refuse requests.
            settings.put("indices.breaker.total.use_real_memory", "false");
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner), "search-shutdown"));
        runner.build(
                OpenSearchRunner.newConfigs()
                        .basePath(Path.of(arguments[0]).toAbsolutePath().toString())
                        .clusterName("codex-jobs")
                        .numOfNode(1));
        var address =
                runner.node()
                        .injector()
                        .getInstance(HttpServerTransport.class)
                        .boundAddress()
                        .publishAddress();
        Readiness.announce(Path.of(arguments[2]), address.getPort());
        // all of the node's threads are daemons
        Thread.currentThread().join();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
