package codex.jobs.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.ApiProperties;
import codex.jobs.api.Client;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.UploadStore;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.JsonNode;

/// Specification 2.6, with a plain HTTP client.
class UploadsIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final OrganizationId ORGANIZATION = new OrganizationId("uploads");
    private static final int PART = 8 << 20;

    private static Client client;

    @BeforeAll
    static void anOrganization() {
        client = api.organization("uploads");
    }

    private static JsonNode begin(long size) {
        return client.ask(
                        """
                        mutation($size: Long!) {
                          initFileUpload(initFileUploadInput: {
                            name: "my articles.json" size: $size contentType: "application/json"
                          }) {
                            uploadId key partSize expiresAt
                            preSignedUrls { partNumber url preSignedUrl size expiresAt }
                          }
                        }\
                        """,
                        Map.of("size", size))
                .data("/initFileUpload");
    }

    private static String send(JsonNode address, byte[] content) throws Exception {
        var put =
                HttpRequest.newBuilder(URI.create(address.path("preSignedUrl").asString()))
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build();
        var answer = HttpClient.newHttpClient().send(put, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static Answer complete(JsonNode upload, List<? extends Map<String, ?>> parts) {
        return client.ask(
                """
                mutation($input: CompleteMultipartUploadInput!) {
                  completeMultiPartUpload(completeMultipartUploadInput: $input) {
                    success key sizeInBytes
                  }
                }\
                """,
                Map.of(
                        "input",
                        Map.of(
                                "uploadId", upload.path("uploadId").asString(),
                                "key", upload.path("key").asString(),
                                "multiPartUploads", parts)));
    }

    private static JsonNode arrived(JsonNode upload) {
        return client.ask(
                        "query($id: String!, $key: String!) { uploadedParts(uploadId: $id, key: $key) }",
                        Map.of(
                                "id", upload.path("uploadId").asString(),
                                "key", upload.path("key").asString()))
                .data("/uploadedParts");
    }

    @Test
    void aFileArrivesInPartsInAnyOrderUnderEitherSpellingOfTheTag() throws Exception {
        var content = new byte[2 * PART + 1_000];
        new Random(1).nextBytes(content);
        var upload = begin(content.length);
        assertThat(upload.path("key").asString())
                .matches("uploads/[0-9a-f-]{36}/my_articles\\.json");
        assertThat(upload.path("partSize").asInt()).isEqualTo(PART);
        assertThat(upload.path("preSignedUrls").size()).isEqualTo(3);
        assertThat(upload.at("/preSignedUrls/2/size").asInt()).isEqualTo(1_000);

        var tags = new ArrayList<Map<String, Object>>();
        for (var number : List.of(3, 1, 2)) {
            var from = (number - 1) * PART;
            var part = Arrays.copyOfRange(content, from, Math.min(from + PART, content.length));
            var etag = send(upload.at("/preSignedUrls/" + (number - 1)), part);
            tags.add(
                    number == 1
                            ? Map.of("partNumber", number, "eTag", etag)
                            : Map.of("partNumber", number, "etag", etag.replace("\"", "")));
        }
        assertThat(arrived(upload)).hasToString("[1,2,3]");
        var completed = complete(upload, tags).data("/completeMultiPartUpload");

        assertThat(completed.path("success").asBoolean()).isTrue();
        assertThat(completed.path("sizeInBytes").asInt()).isEqualTo(content.length);
        assertThat(complete(upload, tags).data("/completeMultiPartUpload")).isEqualTo(completed);
        assertThat(arrived(upload)).hasToString("[1,2,3]");
        var key = new BlobKey(ORGANIZATION, upload.path("key").asString());
        try (var stored = api.get(BlobStore.class).open(key)) {
            assertThat(stored.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void partsThatAreMissingDoubledWrongOrTwiceTaggedAreRefused() throws Exception {
        var upload = begin(PART + 1);
        var first = send(upload.at("/preSignedUrls/0"), new byte[PART]);

        assertThat(complete(upload, List.of(Map.of("partNumber", 1, "etag", first))).refusals())
                .containsExactly("UPLOAD_INCOMPLETE completeMultipartUploadInput.multiPartUploads");
        send(upload.at("/preSignedUrls/1"), new byte[1]);
        var firstTwice = Map.of("partNumber", 1, "etag", first);
        assertThat(complete(upload, List.of(firstTwice, firstTwice)).codes())
                .containsExactly("UPLOAD_PART_MISMATCH");
        assertThat(
                        complete(
                                        upload,
                                        List.of(firstTwice, Map.of("partNumber", 2, "etag", first)))
                                .codes())
                .containsExactly("UPLOAD_PART_MISMATCH");
        assertThat(
                        complete(
                                        upload,
                                        List.of(firstTwice, Map.of("partNumber", 7, "etag", first)))
                                .codes())
                .containsExactly("UPLOAD_PART_MISMATCH");
        assertThat(
                        complete(upload, List.of(Map.of("partNumber", 1, "etag", "a", "eTag", "a")))
                                .refusals())
                .containsExactly("BAD_USER_INPUT completeMultipartUploadInput.multiPartUploads[0]");
        assertThat(complete(upload, List.of()).codes()).containsExactly("UPLOAD_PART_MISMATCH");
    }

    @Test
    void anAddressTakesOnlyAsManyBytesAsPlanned() throws Exception {
        var upload = begin(10);
        var put =
                HttpRequest.newBuilder(URI.create(upload.at("/preSignedUrls/0/url").asString()))
                        .PUT(BodyPublishers.ofByteArray(new byte[11]))
                        .build();

        assertThat(HttpClient.newHttpClient().send(put, BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void anAbortedUploadIsGone() {
        var upload = begin(10);
        var abort =
                "mutation { abortFileUpload(uploadId: \""
                        + upload.path("uploadId").asString()
                        + "\", key: \""
                        + upload.path("key").asString()
                        + "\") { success } }";

        assertThat(client.ask(abort).data("/abortFileUpload/success").asBoolean()).isTrue();
        assertThat(client.ask(abort).data("/abortFileUpload/success").asBoolean()).isTrue();
        assertThat(complete(upload, List.of(Map.of("partNumber", 1, "etag", "a"))).codes())
                .containsExactly("UPLOAD_NOT_FOUND");
    }

    @Test
    void allThatIsWrongWithAFileIsToldAtOnce() {
        var answer =
                client.ask(
                        """
                        mutation { initFileUpload(initFileUploadInput: {
                          name: " " size: 0 contentType: "nonsense" sha256: "abc"
                        }) { key } }\
                        """);

        assertThat(answer.refusals())
                .containsExactly(
                        "BAD_USER_INPUT initFileUploadInput.name",
                        "BAD_USER_INPUT initFileUploadInput.size",
                        "BAD_USER_INPUT initFileUploadInput.contentType",
                        "BAD_USER_INPUT initFileUploadInput.sha256");
        assertThat(
                        client.ask(
                                        "mutation { initFileUpload(initFileUploadInput: {name: \"a\","
                                                + " size: 5368709121}) { key } }")
                                .codes())
                .containsExactly("FILE_TOO_LARGE");
    }

    /// The store cannot be made to wait a day, so the upload began a day ago.
    @Test
    void anUploadThatTookTooLongHasExpiredBeforeAndAfterItIsDropped() throws Exception {
        var upload = begin(10);
        var tag = send(upload.at("/preSignedUrls/0"), new byte[10]);
        var parts = List.of(Map.of("partNumber", 1, "etag", tag));
        var id = upload.path("uploadId").asString();
        var uploads = api.get(UploadStore.class);
        var begun = uploads.find(ORGANIZATION, id).orElseThrow();
        begunAt(id, begun.createdAt().minusSeconds(24 * 3600 + 1));

        assertThat(complete(upload, parts).refusals())
                .containsExactly("UPLOAD_EXPIRED completeMultipartUploadInput.uploadId");

        api.get(AbandonedUploads.class).sweep();

        assertThat(uploads.find(ORGANIZATION, id).orElseThrow().status())
                .isEqualTo(Upload.Status.ABORTED);
        assertThat(complete(upload, parts).codes()).containsExactly("UPLOAD_EXPIRED");
        assertThat(api.get(BlobStore.class).head(new BlobKey(ORGANIZATION, begun.key()))).isEmpty();
    }

    @Test
    void whatWasCompletedInTimeDoesNotExpire() throws Exception {
        var upload = begin(10);
        var tag = send(upload.at("/preSignedUrls/0"), new byte[10]);
        var parts = List.of(Map.of("partNumber", 1, "etag", tag));
        var completed = complete(upload, parts).data("/completeMultiPartUpload");

        begunAt(upload.path("uploadId").asString(), Instant.now().minusSeconds(48 * 3600));

        assertThat(complete(upload, parts).data("/completeMultiPartUpload")).isEqualTo(completed);
    }

    private static void begunAt(String upload, Instant createdAt) {
        var moved =
                Updates.combine(
                        Updates.set("createdAt", Date.from(createdAt)),
                        Updates.set("expiresAt", Date.from(createdAt.plusSeconds(12 * 3600))));
        api.get(MongoTemplate.class)
                .getCollection(Collections.UPLOADS)
                .updateOne(Filters.eq("_id", upload), moved);
    }

    @Test
    void anUploadThatNobodyFinishedIsDropped() {
        var upload = begun();

        sweep(upload.createdAt().plusSeconds(24 * 3600 - 1), Map.of());
        assertThat(status(upload)).isEqualTo(Upload.Status.OPEN);

        sweep(upload.createdAt().plusSeconds(24 * 3600 + 1), Map.of());
        assertThat(status(upload)).isEqualTo(Upload.Status.ABORTED);
    }

    @Test
    void anOrganizationMayGiveUploadsItsOwnTime() {
        var upload = begun();
        var begin = upload.createdAt();

        sweep(begin.plusSeconds(25 * 3600), Map.of("uploads", Duration.ofHours(30)));
        assertThat(status(upload)).isEqualTo(Upload.Status.OPEN);

        sweep(begin.plusSeconds(3 * 3600), Map.of("uploads", Duration.ofHours(2)));
        assertThat(status(upload)).isEqualTo(Upload.Status.ABORTED);
    }

    private static Upload begun() {
        var id = begin(10).path("uploadId").asString();
        return api.get(UploadStore.class).find(ORGANIZATION, id).orElseThrow();
    }

    private static Upload.Status status(Upload upload) {
        return api.get(UploadStore.class).find(ORGANIZATION, upload.id()).orElseThrow().status();
    }

    private static void sweep(Instant now, Map<String, Duration> organizations) {
        var usual = api.get(ApiProperties.class);
        var uploads = usual.uploads();
        new AbandonedUploads(
                        api.get(UploadStore.class),
                        api.get(UploadCourse.class),
                        () -> now,
                        new ApiProperties.Uploads(
                                uploads.maxSize(),
                                uploads.partSize(),
                                uploads.urlValidity(),
                                uploads.abortedAfter(),
                                organizations,
                                uploads.sweepEvery()))
                .sweep();
    }
}
