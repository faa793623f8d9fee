package codex.jobs.acceptance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an environment has, as a customer gets it: by exports.
public final class Exports {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private Exports() {}

    /// All entries that are not deleted, in the order of their Codex ids.
    public static List<JsonNode> all(JobsClient client) {
        return matching(client, "{}");
    }

    /// Those of a site.
    public static List<JsonNode> ofSite(JobsClient client, String site) {
        return matching(client, "{\"system\":{\"SiteId\":{\"In\":[\"" + site + "\"]}}}");
    }

    private static List<JsonNode> matching(JobsClient client, String filter) {
        return file(client, filter).lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static String file(JobsClient client, String filter) {
        var job =
                client.data(
                                """
                                mutation($filter: String) {
                                  createExportJob(createJobInput: {jobName: "Export",
                                    filter: $filter, jobType: EXPORT_ENTRIES, format: NDJSON}) { id }
                                }
                                """,
                                Map.of("filter", filter))
                        .at("/createExportJob/id")
                        .asString();
        JobWatch.untilOver(client, job, PATIENCE);
        var address =
                client.data(
                                "query($id: String!) { job(id: $id) { result { downloadUrl } } }",
                                Map.of("id", job))
                        .at("/job/result/downloadUrl")
                        .asString();
        return downloaded(URI.create(address));
    }

    private static String downloaded(URI address) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
