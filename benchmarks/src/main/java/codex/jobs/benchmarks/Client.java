package codex.jobs.benchmarks;

import codex.jobs.model.job.JobId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API that costs little: connections stay open, requests are prepared, and of an
/// answer to `createImportJob` only the id is looked at. Thread-safe.
final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CREATED = "{\"data\":{\"createImportJob\":{\"id\":\"";

    private final HttpClient objects =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final JsonMapper json = new JsonMapper();
    private final int port;

    Client(LocalPlatform platform) {
        this.port = URI.create(platform.apiUrl()).getPort();
    }

    /// A job that was accepted.
    ///
    /// @param answeredAt when the client had the answer
    record Accepted(JobId job, Instant answeredAt) {}

    /// What `createImportJob` is asked for; can be sent any number of times.
    static final class Import {

        private final byte[] request;

        private Import(byte[] request) {
            this.request = request;
        }
    }

    Import importOf(Tenant tenant, String name, String fileKey, boolean dryRun) {
        var query =
                ("{\"query\":\"mutation { createImportJob(createJobInput: {jobName: \\\"%s\\\","
                                + " fileKey: \\\"%s\\\", jobType: IMPORT_ENTRIES, siteId:"
                                + " \\\"%s\\\", model: \\\"%s\\\", dryRun: %s}) { id } }\"}")
                        .formatted(name, fileKey, Entries.SITE, Entries.MODEL, dryRun);
        return new Import(post(tenant, query));
    }

    Accepted create(Import job) throws IOException {
        var answer = exchange(job.request);
        var answeredAt = Instant.now();
        if (!answer.startsWith(CREATED)) {
            throw new IOException("No job was created: " + answer);
        }
        var id = answer.substring(CREATED.length(), answer.indexOf('"', CREATED.length()));
        return new Accepted(new JobId(id), answeredAt);
    }

    /// Creates a job.
    ///
    /// @param mutation answers an object in `field`
    /// @param path where the job's id is in that object, as a JSON pointer
    JobId job(Tenant tenant, String mutation, String field, String path) throws IOException {
        return new JobId(ask(tenant, mutation, field).at(path).asString());
    }

    /// Uploads a file part by part, as it is made, and returns its key.
    String upload(Tenant tenant, String name, int entries)
            throws IOException, InterruptedException {
        var begun =
                ask(
                        tenant,
                        """
                        mutation { initFileUpload(initFileUploadInput: {name: "%s", size: %s}) {
                        uploadId key preSignedUrls { partNumber preSignedUrl size } } }
                        """
                                .formatted(name, EntryFile.size(entries)),
                        "initFileUpload");
        var tags = new StringBuilder();
        try (var file = new EntryFile(entries)) {
            for (var part : begun.path("preSignedUrls")) {
                var bytes = file.readNBytes(part.path("size").asInt());
                tags.append(
                        "{partNumber: %s, etag: \"%s\"} "
                                .formatted(
                                        part.path("partNumber").asInt(),
                                        put(part.path("preSignedUrl").asString(), bytes)));
            }
        }
        var key = begun.path("key").asString();
        ask(
                tenant,
                """
                mutation { completeMultiPartUpload(completeMultipartUploadInput: {uploadId: "%s",
                key: "%s", multiPartUploads: [%s]}) { success } }
                """
                        .formatted(begun.path("uploadId").asString(), key, tags),
                "completeMultiPartUpload");
        return key;
    }

    private String put(String address, byte[] bytes) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(PATIENCE)
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build();
        var answer = objects.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("A part was refused: " + answer.statusCode());
        }
        return answer.headers().firstValue("ETag").orElseThrow().replace("\"", "");
    }

    private JsonNode ask(Tenant tenant, String query, String field) throws IOException {
        var body = json.writeValueAsString(json.createObjectNode().put("query", query));
        var answer = exchange(post(tenant, body));
        var data = json.readTree(answer).path("data").path(field);
        if (!data.isObject()) {
            throw new IOException(field + " was refused: " + answer);
        }
        return data;
    }

    private static byte[] post(Tenant tenant, String body) {
        return Connection.post(
                "/v2/" + tenant.organization() + "/jobs/graphql", tenant.token(), body);
    }

    private String exchange(byte[] request) throws IOException {
        var connection = connection();
        try {
            var answer = connection.exchange(request);
            idle.push(connection);
            return answer;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connection() throws IOException {
        for (var free = idle.poll(); free != null; free = idle.poll()) {
            if (free.isOpen()) {
                return free;
            }
            free.close();
        }
        return new Connection(port);
    }

    @Override
    public void close() throws IOException {
        objects.close();
        for (var connection : idle) {
            connection.close();
        }
    }
}
