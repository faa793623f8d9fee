package codex.jobs.stores.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.embedded.Part;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class BlobStoreIT {

    private static final int PART = 8 << 20;

    @RegisterExtension static final Stores stores = Stores.with(Part.S3, Part.MONGODB);

    private final BlobStore blobs = stores.get(BlobStore.class);
    private final BlobKey key =
            new BlobKey(new OrganizationId("acme"), "tests/" + UUID.randomUUID() + "/ä b.json");

    @Test
    void bytesComeBackAsTheyWere() throws IOException {
        blobs.put(key, bytes("content"), "application/json");

        assertThat(read(key, 0)).isEqualTo(bytes("content"));
        var info = blobs.head(key).orElseThrow();
        assertThat(info.sizeInBytes()).isEqualTo(7);
        assertThat(info.contentType()).isEqualTo("application/json");
        assertThat(info.etag()).isEqualTo("9a0364b9e99bb480dd25e1f0284c8555");
    }

    @Test
    void filesAndStreamsAreStored(@TempDir Path directory) throws IOException {
        var file = Files.write(directory.resolve("a"), bytes("from a file"));

        blobs.put(key, file, null);
        assertThat(read(key, 0)).isEqualTo(bytes("from a file"));

        blobs.put(key, new ByteArrayInputStream(bytes("from a stream, cut")), 13, null);
        assertThat(read(key, 0)).isEqualTo(bytes("from a stream"));
    }

    @Test
    void readingBeginsWhereAsked() throws IOException {
        blobs.put(key, bytes("0123456789"), null);

        assertThat(read(key, 4)).isEqualTo(bytes("456789"));
        assertThat(read(key, 10)).isEmpty();
        assertThat(read(key, 99)).isEmpty();
    }

    @Test
    void missingObjectIsSaidToBeMissing() {
        assertThat(blobs.head(key)).isEmpty();
        assertThatThrownBy(() -> blobs.open(key)).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> blobs.open(key, 5)).isInstanceOf(NoSuchKeyException.class);
        blobs.delete(key);
    }

    @Test
    void deletedObjectIsGone() {
        blobs.put(key, bytes("content"), null);

        blobs.delete(key);

        assertThat(blobs.head(key)).isEmpty();
    }

    @Test
    void outputOfAnyLengthIsVisibleOnlyWhenClosed() throws IOException {
        for (var length : new int[] {0, 1, 100_000, PART - 1, PART, PART + 1, 2 * PART + 12_345}) {
            var content = new byte[length];
            new Random(length).nextBytes(content);
            blobs.delete(key);

            var out = blobs.write(key, "text/plain");
            for (int from = 0; from < length; from += 77_777) {
                out.write(content, from, Math.min(77_777, length - from));
            }
            assertThat(blobs.head(key)).as("%d bytes, open", length).isEmpty();
            out.close();

            assertThat(read(key, 0)).as("%d bytes", length).isEqualTo(content);
            assertThat(blobs.head(key).orElseThrow().contentType()).isEqualTo("text/plain");
        }
    }

    @Test
    void singleBytesAreWrittenToo() throws IOException {
        try (var out = blobs.write(key, null)) {
            out.write('o');
            out.write('k');
        }

        assertThat(read(key, 0)).isEqualTo(bytes("ok"));
    }

    @Test
    void abortedOutputLeavesNothing() throws IOException {
        var out = blobs.write(key, null);
        out.write(new byte[PART + 1]);

        out.abort();
        out.close();

        assertThat(blobs.head(key)).isEmpty();
        assertThat(openUploads()).isZero();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void anybodyCanReadAPresignedAddressUntilItExpires() throws Exception {
        blobs.put(key, bytes("content"), "application/json");

        var answer = get(blobs.presignGet(key, Duration.ofMinutes(5)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("content");

        var other = blobs.presignGet(key, Duration.ofMinutes(5)).toString().replace("acme", "emca");
        assertThat(get(URI.create(other)).statusCode()).as("another object").isEqualTo(403);
    }

    private long openUploads() {
        var bucket = stores.servers().properties().get("codex.jobs.s3.bucket");
        return stores
                .get(S3Client.class)
                .listMultipartUploads(request -> request.bucket(bucket))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(key.full()))
                .count();
    }

    private byte[] read(BlobKey key, long from) throws IOException {
        try (var in = from == 0 ? blobs.open(key) : blobs.open(key, from)) {
            return in.readAllBytes();
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
