package codex.jobs.acceptance.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One tenant's access to the Jobs API.
public final class JobsClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String apiKey;

    public JobsClient(URI api, String organization, String apiKey) {
        this.endpoint = api.resolve("/v2/" + organization + "/jobs/graphql");
        this.apiKey = apiKey;
    }

    /// The whole answer, `errors` included.
    public JsonNode send(String document, Map<String, ?> variables) {
        var body = JSON.writeValueAsString(Map.of("query", document, "variables", variables));
        var request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The answer's data; anything the server refused fails the test with its words.
    public JsonNode data(String document, Map<String, ?> variables) {
        var answer = send(document, variables);
        if (answer.has("errors") || !answer.has("data")) {
            throw new AssertionError(answer.toString());
        }
        return answer.get("data");
    }

    /// Uploads a file through presigned parts.
    ///
    /// @return its key
    public String upload(Path file) {
        try {
            return uploadParts(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String uploadParts(Path file) throws IOException, InterruptedException {
        var started =
                data(
                                """
                                mutation($name: String!, $size: Long!) {
                                  initFileUpload(initFileUploadInput: {name: $name, size: $size}) {
                                    uploadId key partSize preSignedUrls { partNumber url size }
                                  }
                                }
                                """,
                                Map.of(
                                        "name", file.getFileName().toString(),
                                        "size", Files.size(file)))
                        .get("initFileUpload");
        List<Map<String, Object>> parts = new ArrayList<>();
        try (var content = Files.newInputStream(file)) {
            for (var part : started.get("preSignedUrls")) {
                parts.add(
                        Map.of(
                                "partNumber", part.get("partNumber").asInt(),
                                "etag", uploadPart(part, content)));
            }
        }
        data(
                """
                mutation($input: CompleteMultipartUploadInput!) {
                  completeMultiPartUpload(completeMultipartUploadInput: $input) { success }
                }
                """,
                Map.of(
                        "input",
                        Map.of(
                                "uploadId", started.get("uploadId").asString(),
                                "key", started.get("key").asString(),
                                "multiPartUploads", parts)));
        return started.get("key").asString();
    }

    private String uploadPart(JsonNode part, InputStream content)
            throws IOException, InterruptedException {
        var bytes = content.readNBytes(part.get("size").asInt());
        var request =
                HttpRequest.newBuilder(URI.create(part.get("url").asString()))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("Part refused: " + answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    /// Creates an import of entries.
    ///
    /// @param more further fields of the input
    /// @return the job's id
    public String importEntries(String fileKey, Map<String, ?> more) {
        var input = new HashMap<String, Object>(more);
        input.putIfAbsent("jobName", "Import");
        input.put("fileKey", fileKey);
        input.put("jobType", "IMPORT_ENTRIES");
        return data(
                        """
                        mutation($input: CreateImportJobInput!) {
                          createImportJob(createJobInput: $input) { id }
                        }
                        """,
                        Map.of("input", input))
                .get("createImportJob")
                .get("id")
                .asString();
    }

    /// Undoes a job.
    ///
    /// @return the id of the job that does so, or of the job itself
    public String rollback(String jobId) {
        return data(
                        "mutation($id: String!) { rollbackJob(jobId: $id) { job { id } } }",
                        Map.of("id", jobId))
                .at("/rollbackJob/job/id")
                .asString();
    }

    /// The job as this tenant sees it; empty when it does not exist for it.
    public Optional<JsonNode> job(String id) {
        var job =
                data(
                                """
                                query($id: String!) {
                                  job(id: $id) {
                                    id status outcome attempt startedAt finishedAt
                                    error { code message }
                                    progress { processed total }
                                    tasks { id type status attempt progress { processed } }
                                    summary {
                                      totalLogs totalErrors totalWarnings
                                      created updated deleted skipped failed
                                    }
                                    result { errorReportUrl itemCount newSiteId }
                                  }
                                }
                                """,
                                Map.of("id", id))
                        .get("job");
        return job.isNull() ? Optional.empty() : Optional.of(job);
    }

    /// Every stored log line of a job, page by page, in the API's order.
    public List<JsonNode> logs(String jobId) {
        List<JsonNode> lines = new ArrayList<>();
        while (true) {
            var page =
                    data(
                                    """
                                    query($id: String!, $offset: Int!) {
                                      jobTaskLogs(jobId: $id, offset: $offset, limit: 500) {
                                        total
                                        items { id jobTaskId message type code itemIndex externalId attempt }
                                      }
                                    }
                                    """,
                                    Map.of("id", jobId, "offset", lines.size()))
                            .get("jobTaskLogs");
            page.get("items").forEach(lines::add);
            if (page.get("items").isEmpty() || lines.size() >= page.get("total").asInt()) {
                return lines;
            }
        }
    }
}
