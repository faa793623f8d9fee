package codex.jobs.stores.blobs;

import static codex.jobs.embedded.Part.MONGODB;
import static codex.jobs.embedded.Part.S3;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import codex.jobs.stores.blobs.Completion.Completed;
import codex.jobs.stores.blobs.Completion.Incomplete;
import codex.jobs.stores.blobs.Completion.Mismatch;
import codex.jobs.stores.blobs.Completion.Unknown;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MultipartUploadsIT {

    private static final int PART = 5 << 20;

    @RegisterExtension static final Stores stores = Stores.with(S3, MONGODB);

    private final MultipartUploads uploads = stores.get(MultipartUploads.class);
    private final BlobStore blobs = stores.get(BlobStore.class);
    private final BlobKey key =
            new BlobKey(new OrganizationId("acme"), "uploads/" + UUID.randomUUID() + "/a.json");
    private final byte[] file = new byte[2 * PART + 1_000];
    private final PartPlan plan = new PartPlan(file.length, PART);
    private final String upload = uploads.initiate(key, "application/json");

    MultipartUploadsIT() {
        new Random(7).nextBytes(file);
    }

    @Test
    void fileGoesUpToPresignedAddressesAndComesDownWhole() throws Exception {
        var tags = new ArrayList<PartTag>();
        for (int number = plan.count(); number >= 1; number--) {
            var answer = send(number, part(number));
            assertThat(answer.statusCode()).isEqualTo(200);
            tags.add(new PartTag(number, answer.headers().firstValue("ETag").orElseThrow()));
        }
        assertThat(blobs.head(key)).as("before it is completed").isEmpty();

        assertThat(uploads.complete(key, upload, tags, plan)).isEqualTo(new Completed(file.length));

        try (var in = blobs.open(key)) {
            assertThat(in.readAllBytes()).isEqualTo(file);
        }
        assertThat(blobs.head(key).orElseThrow().contentType()).isEqualTo("application/json");
    }

    @Test
    void partOfAnotherLengthIsRefused() throws Exception {
        // Short, so that it is sent before the refusal ends the connection.
        var answer = send(1, Arrays.copyOf(file, 100));

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(uploads.parts(key, upload)).isEmpty();
    }

    @Test
    void arrivedPartsAreListed() {
        var second = uploads.send(key, upload, 2, part(2), PART);
        var first = uploads.send(key, upload, 1, part(1), PART);

        assertThat(uploads.parts(key, upload))
                .containsExactly(new Part(1, first.etag(), PART), new Part(2, second.etag(), PART));
    }

    @Test
    void incompleteFileIsNotMade() {
        var first = uploads.send(key, upload, 1, part(1), PART);
        var third = uploads.send(key, upload, 3, part(3), 1_000);

        assertThat(uploads.complete(key, upload, List.of(first, third), plan))
                .isEqualTo(new Incomplete(List.of(2)));
        assertThat(blobs.head(key)).isEmpty();
    }

    @Test
    void fileOfOtherPartsIsNotMade() {
        var parts = sendAll();
        var wrongTag = new PartTag(2, parts.get(0).etag());

        assertThat(
                        uploads.complete(
                                key, upload, List.of(parts.get(0), wrongTag, parts.get(2)), plan))
                .isInstanceOf(Mismatch.class);
        assertThat(
                        uploads.complete(
                                key,
                                upload,
                                List.of(parts.get(0), parts.get(0), parts.get(1), parts.get(2)),
                                plan))
                .isInstanceOf(Mismatch.class);
        assertThat(uploads.complete(key, upload, parts, new PartPlan(file.length - 1, PART)))
                .isInstanceOf(Mismatch.class);
        assertThat(blobs.head(key)).isEmpty();
    }

    @Test
    void endedUploadIsUnknown() {
        var parts = sendAll();
        uploads.complete(key, upload, parts, plan);

        assertThat(uploads.complete(key, upload, parts, plan)).isEqualTo(new Unknown());
        assertThat(uploads.parts(key, upload)).isEmpty();
        uploads.abort(key, upload);
        assertThat(blobs.head(key)).isPresent();
    }

    @Test
    void abortedUploadIsUnknown() {
        var parts = sendAll();

        uploads.abort(key, upload);
        uploads.abort(key, upload);

        assertThat(uploads.complete(key, upload, parts, plan)).isEqualTo(new Unknown());
        assertThat(uploads.complete(key, "no-such-upload", parts, plan)).isEqualTo(new Unknown());
        assertThat(blobs.head(key)).isEmpty();
    }

    private List<PartTag> sendAll() {
        var tags = new ArrayList<PartTag>();
        for (int number = 1; number <= plan.count(); number++) {
            var part = part(number);
            tags.add(uploads.send(key, upload, number, part, part.length));
        }
        return tags;
    }

    private byte[] part(int number) {
        var from = (number - 1) * PART;
        return Arrays.copyOfRange(file, from, from + (int) plan.sizeOf(number));
    }

    private HttpResponse<String> send(int number, byte[] content) throws Exception {
        var address =
                uploads.presignPart(
                        key, upload, number, plan.sizeOf(number), Duration.ofMinutes(5));
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .PUT(BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
