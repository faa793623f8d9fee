package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSearchIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir Path place;

    @Test
    void keepsDocumentsOverARestart() throws Exception {
        try (var server = new EmbeddedSearch(place, 0)) {
            server.start();
            assertThat(send(server, "PUT", "/articles", "{}")).contains("\"acknowledged\":true");
            send(server, "PUT", "/articles/_doc/1?refresh=true", "{\"title\":\"hello\"}");
            server.stop();

            server.start();

            send(server, "GET", "/_cluster/health/articles?wait_for_status=yellow", "");
            assertThat(send(server, "GET", "/articles/_search?q=title:hello", ""))
                    .contains("\"_id\":\"1\"");
        }
    }

    @Test
    void copiesAnIndexAndSwitchesAnAlias() throws Exception {
        try (var server = new EmbeddedSearch(place, 0)) {
            server.start();
            send(server, "PUT", "/g1", "{}");
            send(server, "PUT", "/g1/_doc/1?refresh=true", "{\"title\":\"hello\"}");
            send(server, "PUT", "/g2", "{}");

            send(
                    server,
                    "POST",
                    "/_reindex?refresh=true",
                    "{\"source\":{\"index\":\"g1\"},\"dest\":{\"index\":\"g2\"}}");
            send(
                    server,
                    "POST",
                    "/_aliases",
                    "{\"actions\":[{\"add\":{\"index\":\"g2\",\"alias\":\"entries\"}}]}");

            assertThat(send(server, "GET", "/entries/_search", "")).contains("\"_index\":\"g2\"");
        }
    }

    private String send(EmbeddedServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
