package codex.jobs.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// An HTTP/1.1 connection to a port of this machine that stays open and carries one request at a
/// time. It does no more than the API's answers need, because whatever the client spends is missing
/// in the services. Not thread-safe.
final class Connection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 1 << 20;

    /// Shorter than any server keeps a silent connection.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final Socket socket;
    private final InputStream in;
    private boolean ended;
    private long usedAt = System.nanoTime();

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A whole request, ready to be sent any number of times.
    static byte[] post(String path, String token, String json) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /// Sends a request and returns the body of the answer, whatever its status.
    String exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        var length = 0;
        var isChunked = false;
        line();
        for (var header = line(); !header.isEmpty(); header = line()) {
            var colon = header.indexOf(':');
            var value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "connection" -> ended = value.equalsIgnoreCase("close");
                case "transfer-encoding" -> isChunked = value.equalsIgnoreCase("chunked");
                default -> {}
            }
        }
        var body = isChunked ? chunks() : bytes(length);
        usedAt = System.nanoTime();
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Whether the server will take another request: it ends a connection after some.
    boolean isOpen() {
        return !ended && System.nanoTime() - usedAt < LONGEST_SILENCE.toNanos();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(bytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] bytes(int length) throws IOException {
        if (length > LONGEST_ANSWER) {
            throw new IOException("An answer of " + length + " bytes");
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
