package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.local.LocalChannel;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, served by a thread of its own: a long query or a slow disk holds up nobody else.
final class Connection implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final int READ_AHEAD = 1 << 16;

    private final Socket socket;
    private final OrderedBackend backend;
    private final Reply reply = new Reply();

    /// Only tells this client from others; nothing is sent through it.
    private final Channel identity = new LocalChannel();

    Connection(Socket socket, OrderedBackend backend) {
        this.socket = socket;
        this.backend = backend;
    }

    @Override
    public void run() {
        try (socket;
                DataInputStream in =
                        new DataInputStream(
                                new BufferedInputStream(socket.getInputStream(), READ_AHEAD))) {
            Request request = Request.readFrom(in);
            while (request != null) {
                Document answer = answer(request);
                if (request.wantsReply()) {
                    reply.write(request, answer, socket.getOutputStream());
                }
                request = Request.readFrom(in);
            }
        } catch (SocketException | EOFException e) {
            log.debug("{} is gone: {}", socket, e.getMessage());
        } catch (IOException | RuntimeException e) {
            log.warn("{} is closed after an unexpected message", socket, e);
        } finally {
            backend.handleClose(identity);
        }
    }

    private Document answer(Request request) {
        try {
            return backend.handleCommand(
                    identity, request.database(), request.name(), request.command());
        } catch (RuntimeException e) {
            log.error("The command {} failed", request.name(), e);
            return new Document("ok", 0.0)
                    .append("errmsg", "The embedded store failed: " + e)
                    .append("code", 1)
                    .append("codeName", "InternalError");
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("{} cannot be closed: {}", socket, e.getMessage());
        }
    }
}
