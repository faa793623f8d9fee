package codex.jobs.embedded.mongodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts clients until it is closed.
final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final OrderedBackend backend;
    private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread.Builder threads =
            Thread.ofPlatform().daemon().name("mongo-connection-", 0);

    private Listener(ServerSocket server, OrderedBackend backend) {
        this.server = server;
        this.backend = backend;
    }

    static Listener start(InetSocketAddress bind, OrderedBackend backend) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(bind, BACKLOG);
            Listener listener = new Listener(server, backend);
            Thread.ofPlatform().daemon().name("mongo-listener").start(listener::accept);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + bind, e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                serve(server.accept());
            }
        } catch (SocketException e) {
            log.debug("No longer listening: {}", e.getMessage());
        } catch (IOException e) {
            log.error("No longer listening", e);
        }
    }

    private void serve(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        Connection connection = new Connection(socket, backend);
        Thread thread =
                threads.unstarted(() -> {
                    connection.run();
                    connections.remove(connection);
                });
        connections.put(connection, thread);
        thread.start();
    }

    /// Ends all connections after the commands that they are in.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.keySet().forEach(Connection::close);
        for (Thread thread : connections.values()) {
            try {
                // never interrupted: that would close the store's file in the middle of a write
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
