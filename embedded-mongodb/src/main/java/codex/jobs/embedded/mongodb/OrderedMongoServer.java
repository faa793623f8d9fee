package codex.jobs.embedded.mongodb;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// A MongoDB-compatible server in this process. Clients of any language can use it; it has one
/// user, without a password, and is for local use and tests.
///
/// What it has acknowledged is in the data directory and survives the death of the process.
public final class OrderedMongoServer implements AutoCloseable {

    private final Listener listener;
    private final Housekeeping housekeeping;
    private final OrderedBackend backend;

    private OrderedMongoServer(
            Listener listener, Housekeeping housekeeping, OrderedBackend backend) {
        this.listener = listener;
        this.housekeeping = housekeeping;
        this.backend = backend;
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
        try {
            Listener listener = Listener.start(bind, backend);
            return new OrderedMongoServer(
                    listener, new Housekeeping(store, backend, expiryPeriod), backend);
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return listener.address();
    }

    /// How a client on this machine reaches it.
    public String connectionString() {
        InetAddress host = address().getAddress();
        String name =
                host instanceof Inet6Address
                        ? "[" + host.getHostAddress() + "]"
                        : host.getHostAddress();
        return "mongodb://" + name + ":" + address().getPort();
    }

    /// Ends all connections and saves everything.
    @Override
    public void close() {
        listener.close();
        housekeeping.close();
        backend.close();
    }
}
