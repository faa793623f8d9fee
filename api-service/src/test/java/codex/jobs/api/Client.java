package codex.jobs.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A plain HTTP client of one organization.
public record Client(String address, String path, @Nullable String token) {

    public static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public Client at(String otherPath) {
        return new Client(address, otherPath, token);
    }

    public Client withToken(@Nullable String otherToken) {
        return new Client(address, path, otherToken);
    }

    public URI endpoint() {
        return URI.create(address + "/v2/" + path + "/jobs/graphql");
    }

    public Answer ask(String document) {
        return ask(document, Map.of());
    }

    public Answer ask(String document, Map<String, ?> variables) {
        return send(JSON.writeValueAsString(Map.of("query", document, "variables", variables)));
    }

    public Answer send(String body, String... headers) {
        return send(request(headers).POST(BodyPublishers.ofString(body)).build());
    }

    public HttpRequest.Builder request(String... headers) {
        var request = HttpRequest.newBuilder(endpoint());
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (headers.length == 0 || !java.util.List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    public Answer send(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
