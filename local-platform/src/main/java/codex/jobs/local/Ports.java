package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback interface for the processes of one platform. Some seconds pass until a
/// process listens on its port, and some more when it is started again. So none is given twice, and
/// what is chosen here lies below the ports that systems give to whoever does not ask for a certain
/// one (Linux from 32768, others from 49152: RFC 6335, 6).
///
/// Not thread-safe.
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int END = 32_768;
    private static final int TRIES = 1_000;

    private final Set<Integer> given = new HashSet<>();

    /// The port itself if it is free.
    ///
    /// @throws CannotStart if another program listens on it
    int certain(int port) {
        if (!isFree(port) || !given.add(port)) {
            throw new CannotStart(
                    "Port "
                            + port
                            + " is taken by another program. Stop that one, or choose another"
                            + " port with --port.");
        }
        return port;
    }

    /// @throws CannotStart if there is none, as good as
    int free() {
        for (var tried = 0; tried < TRIES; tried++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, END);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new CannotStart("No port from " + LOWEST + " to " + (END - 1) + " is free.");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
