package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Jobs API as a client sees it: HTTP and JSON, nothing else.
final class Api implements AutoCloseable {

    private static final String EVENT_DATA = "data:";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private final URI graphql;
    private final String key;

    Api(String url, String organization, String key) {
        this.graphql = URI.create(url + "/v2/" + organization + "/jobs/graphql");
        this.key = key;
    }

    /// The `data` of the answer.
    ///
    /// @throws DemoFailed with what the API refused
    JsonNode call(String document, Map<String, ?> variables) throws InterruptedException {
        return data(send(operation(document, variables).build(), BodyHandlers.ofString()).body());
    }

    /// Gives each `data` of a subscription to `next`, until the server ends it.
    void subscribe(String document, Map<String, ?> variables, Consumer<JsonNode> next)
            throws InterruptedException {
        var request = operation(document, variables).header("Accept", "text/event-stream").build();
        try (Stream<String> lines = send(request, BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith(EVENT_DATA))
                    .map(line -> line.substring(EVENT_DATA.length()).strip())
                    .filter(data -> !data.isEmpty())
                    .forEach(data -> next.accept(data(data)));
        } catch (UncheckedIOException e) {
            // the connection ended: whoever follows a job asks for its state anyway
        }
    }

    /// Sends bytes to a presigned address and returns the ETag.
    String put(String address, byte[] bytes) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build();
        return send(request, BodyHandlers.discarding()).headers().firstValue("ETag").orElseThrow();
    }

    /// Reads what a presigned address names.
    String get(String address) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address)).build();
        return send(request, BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder operation(String document, Map<String, ?> variables) {
        return HttpRequest.newBuilder(graphql)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(body(Map.of("query", document, "variables", variables)));
    }

    private BodyPublisher body(Map<String, ?> content) {
        return BodyPublishers.ofString(json.writeValueAsString(content));
    }

    private JsonNode data(String text) {
        var answer = json.readTree(text);
        if (answer.has("errors")) {
            throw new DemoFailed("The API refused: " + answer.get("errors"));
        }
        return answer.path("data");
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws InterruptedException {
        try {
            var response = http.send(request, handler);
            if (response.statusCode() != 200) {
                throw new DemoFailed(
                        request.method() + " was answered with status " + response.statusCode());
            }
            return response;
        } catch (IOException e) {
            throw new DemoFailed(request.method() + " got no answer: " + e);
        }
    }
}
