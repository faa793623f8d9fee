package codex.jobs.acceptance.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// Somebody who is told what happens to jobs.
public final class WebhookReceiver implements AutoCloseable {

    /// One request, as it came.
    public record Received(String id, String timestamp, String signature, String body) {}

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (answer == 200) {
                received.add(
                        new Received(
                                headers.getFirst("webhook-id"),
                                headers.getFirst("webhook-timestamp"),
                                headers.getFirst("webhook-signature"),
                                body));
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jobs";
    }

    /// What it answers from now on.
    public void answer(int status) {
        answer = status;
    }

    /// What it has accepted so far.
    public List<Received> received() {
        return List.copyOf(received);
    }

    /// What it has accepted about a job, in any order. It keeps the ids that it has seen, as
    /// receivers should: what comes twice counts once.
    public List<String> events(String job) {
        var seen = new HashSet<String>();
        return received.stream()
                .filter(one -> seen.add(one.id()))
                .map(one -> JsonMapper.shared().readTree(one.body()))
                .filter(body -> body.at("/object/id").asString().equals(job))
                .map(body -> body.at("/event").asString())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
