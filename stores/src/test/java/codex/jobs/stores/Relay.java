package codex.jobs.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server that can be cut and mended: the server's own port stays as it is.
public final class Relay implements AutoCloseable {

    private final InetSocketAddress target;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Relay(InetSocketAddress target, ServerSocket entrance) {
        this.target = target;
        this.entrance = entrance;
    }

    /// A way that is cut at first.
    public static Relay cutTo(String host, int port) throws IOException {
        var relay =
                new Relay(
                        new InetSocketAddress(host, port),
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        relay.cut = true;
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    public String address() {
        return "127.0.0.1:" + entrance.getLocalPort();
    }

    public void mend() {
        cut = false;
    }

    /// Ends every connection and lets no other one through.
    public void cut() {
        cut = true;
        open.forEach(Relay::end);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var client = entrance.accept();
                if (cut) {
                    end(client);
                } else {
                    var server = new Socket(target.getAddress(), target.getPort());
                    pump(client, server);
                    pump(server, client);
                }
            } catch (IOException e) {
                // The next connection may go through; a closed entrance ends the loop.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        open.add(from);
        Thread.ofVirtual()
                .start(() -> {
                    try (from;
                            to) {
                        from.getInputStream().transferTo(to.getOutputStream());
                    } catch (IOException e) {
                        // Either side has ended, and so does the other.
                    } finally {
                        open.remove(from);
                    }
                });
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
