package codex.jobs.acceptance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a reader of the content finds in one index of an environment.
public final class SearchIndex {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI index;

    /// @param alias such as `demo.main.general`
    public SearchIndex(URI opensearch, String alias) {
        this.index = opensearch.resolve("/" + alias + "/");
    }

    /// The names of the indices that match a pattern.
    public static List<String> names(URI opensearch, String pattern) {
        var all = new SearchIndex(opensearch, "_cat/indices/" + pattern);
        return all.send(HttpRequest.newBuilder(all.index.resolve("?format=json&h=index")).GET())
                .valueStream()
                .map(index -> index.get("index").asString())
                .toList();
    }

    /// All documents (ten thousand at most), those written just now included.
    public List<JsonNode> documents() {
        send(HttpRequest.newBuilder(index.resolve("_refresh")).POST(BodyPublishers.noBody()));
        var found = send(HttpRequest.newBuilder(index.resolve("_search?size=10000")).GET());
        return StreamSupport.stream(found.at("/hits/hits").spliterator(), false)
                .map(hit -> hit.get("_source"))
                .toList();
    }

    /// How many documents there are, those written just now included.
    public long count() {
        send(HttpRequest.newBuilder(index.resolve("_refresh")).POST(BodyPublishers.noBody()));
        return send(HttpRequest.newBuilder(index.resolve("_count")).GET()).get("count").asLong();
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
