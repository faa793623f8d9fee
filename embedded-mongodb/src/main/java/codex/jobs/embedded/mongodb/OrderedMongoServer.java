package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// A MongoDB-compatible server in this process. Clients of any language can use it; it has one
/// user, without a password, and is for local use and tests.
///
/// What it has acknowledged is in the data directory and survives the death of the process.
public final class OrderedMongoServer implements AutoCloseable {

    private static final int CONNECTION_THREADS = 32;

    private final MongoServer server;
    private final Housekeeping housekeeping;
    private final InetSocketAddress address;

    private OrderedMongoServer(MongoServer server, Housekeeping housekeeping) {
        this.server = server;
        this.housekeeping = housekeeping;
        this.address = Objects.requireNonNull(server.getLocalAddress());
    }

    /// Opens or creates the data and begins to listen.
    ///
    /// @param dataDirectory where the data lies; created if absent, used by one process at a time
    /// @param bind where to listen; port 0 takes a free one
    /// @param cacheSizeInMegabytes how much of the data is kept on the heap, at least 1; unsaved
    ///   changes and running queries come on top of it
    /// @throws IllegalStateException another process uses the directory
    public static OrderedMongoServer start(
            Path dataDirectory, InetSocketAddress bind, int cacheSizeInMegabytes) {
        return start(dataDirectory, bind, cacheSizeInMegabytes, Duration.ofSeconds(5));
    }

    static OrderedMongoServer start(
            Path dataDirectory,
            InetSocketAddress bind,
            int cacheSizeInMegabytes,
            Duration expiryPeriod) {
        Store store = Store.open(dataDirectory, cacheSizeInMegabytes);
        OrderedBackend backend = new OrderedBackend(store);
        MongoServer server = new MongoServer(backend);
        server.bind(bind, 1, CONNECTION_THREADS);
        return new OrderedMongoServer(server, new Housekeeping(store, backend, expiryPeriod));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    public String connectionString() {
        return "mongodb://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// Ends all connections and saves everything.
    @Override
    public void close() {
        housekeeping.close();
        server.shutdownNow();
    }
}
