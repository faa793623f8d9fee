package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports of the loopback interface.
final class Ports {

    private Ports() {}

    /// The port itself if it is free, any free one for 0.
    ///
    /// @throws CannotStart if another program listens on it
    static int free(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (java.net.BindException e) {
            throw new CannotStart(
                    "Port "
                            + port
                            + " is taken by another program. Stop that one, or choose another"
                            + " port with --port.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
