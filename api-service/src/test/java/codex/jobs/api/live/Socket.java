package codex.jobs.api.live;

import codex.jobs.api.Client;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A `graphql-transport-ws` client that remembers everything it is told.
final class Socket implements WebSocket.Listener, AutoCloseable {

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final HttpClient http;
    private final WebSocket socket;
    private volatile int closedWith;

    private Socket(Client client) {
        // Kept: a client that nobody holds any more may take its connections with it.
        http = HttpClient.newHttpClient();
        var address = client.endpoint().toString().replaceFirst("^http", "ws");
        socket =
                http.newWebSocketBuilder()
                        .subprotocols("graphql-transport-ws")
                        .buildAsync(URI.create(address), this)
                        .join();
    }

    /// Connects, and names the token as the first message does.
    static Socket open(Client client) {
        var socket = new Socket(client);
        var payload =
                client.token() == null
                        ? Map.of()
                        : Map.of("Authorization", "Bearer " + client.token());
        socket.send(Map.of("type", "connection_init", "payload", payload));
        return socket;
    }

    Socket acknowledged() {
        await(() -> received.stream().anyMatch(message -> is(message, "connection_ack", null)));
        return this;
    }

    void subscribe(String id, String document) {
        send(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", document)));
    }

    private void send(Map<String, ?> message) {
        socket.sendText(Client.JSON.writeValueAsString(message), true).join();
    }

    /// The payloads of this type for a subscription, once there are `count`.
    List<JsonNode> received(String type, String id, int count) {
        await(() -> payloads(type, id).size() >= count);
        return payloads(type, id);
    }

    private List<JsonNode> payloads(String type, String id) {
        var found = new ArrayList<JsonNode>();
        for (var message : received) {
            if (is(message, type, id)) {
                found.add(message.path("payload"));
            }
        }
        return found;
    }

    int closedWith() {
        await(() -> closedWith != 0);
        return closedWith;
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(condition);
    }

    private static boolean is(JsonNode message, String type, @Nullable String id) {
        return message.path("type").asString().equals(type)
                && (id == null || message.path("id").asString().equals(id));
    }

    @Override
    public @Nullable CompletionStage<?> onText(
            WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            received.add(Client.JSON.readTree(text.toString()));
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        closedWith = status;
        return null;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
