package codex.jobs.stores.blobs;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.StoresProperties;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The objects. Everything is streamed; failures are the SDK's exceptions.
public final class BlobStore {

    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final S3Presigner presigner;
    private final MultipartUploads multipart;
    private final String bucket;

    BlobStore(
            S3Client s3,
            S3Presigner presigner,
            MultipartUploads multipart,
            StoresProperties properties) {
        this.s3 = s3;
        this.presigner = presigner;
        this.multipart = multipart;
        this.bucket = properties.s3().bucket();
    }

    public Optional<BlobInfo> head(BlobKey key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key.full()));
            return Optional.of(
                    new BlobInfo(
                            head.contentLength(),
                            PartTag.withoutQuotes(head.eTag()),
                            head.contentType(),
                            head.lastModified()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The whole object, to be closed by the caller. `NoSuchKeyException` if there is none.
    public InputStream open(BlobKey key) {
        return new AbortingInput(s3.getObject(read(key).build()));
    }

    /// The object without its first `fromOffset` bytes.
    public InputStream open(BlobKey key, long fromOffset) {
        // A range that begins at the end is an error in S3; here it is just empty.
        if (fromOffset > 0
                && head(key).map(info -> info.sizeInBytes() <= fromOffset).orElse(false)) {
            return InputStream.nullInputStream();
        }
        return new AbortingInput(
                s3.getObject(read(key).range("bytes=" + fromOffset + "-").build()));
    }

    /// At most `length` (at least 1) bytes of the object from `fromOffset`, which must lie in it.
    public InputStream open(BlobKey key, long fromOffset, long length) {
        var range = "bytes=" + fromOffset + "-" + (fromOffset + length - 1);
        return new AbortingInput(s3.getObject(read(key).range(range).build()));
    }

    public void put(BlobKey key, byte[] content, @Nullable String contentType) {
        s3.putObject(stored(key, contentType), RequestBody.fromBytes(content));
    }

    public void put(BlobKey key, Path file, @Nullable String contentType) {
        s3.putObject(stored(key, contentType), RequestBody.fromFile(file));
    }

    /// Stores exactly `length` bytes (at most 5 GiB) of a stream that is read once, so this is not
    /// tried again when the connection breaks.
    public void put(BlobKey key, InputStream content, long length, @Nullable String contentType) {
        s3.putObject(stored(key, contentType), RequestBody.fromInputStream(content, length));
    }

    /// An object of unknown length. Nothing is visible before [BlobOutput#close].
    public BlobOutput write(BlobKey key, @Nullable String contentType) {
        return new BlobOutput(this, multipart, key, contentType);
    }

    /// Also if there is none.
    public void delete(BlobKey key) {
        s3.deleteObject(request -> request.bucket(bucket).key(key.full()));
    }

    /// As [#delete]; after `most` either it is done, or it fails and nothing more is sent.
    public void delete(BlobKey key, Duration most) {
        s3.deleteObject(request ->
                request.bucket(bucket)
                        .key(key.full())
                        .overrideConfiguration(limits -> limits.apiCallTimeout(most)));
    }

    /// An organization's objects whose paths begin like this, in the order of their keys.
    ///
    /// @param after the path of the last one of those that were read before
    /// @param limit at most 1,000
    public List<ListedBlob> list(
            OrganizationId organization, String prefix, @Nullable String after, int limit) {
        var all = new BlobKey(organization, prefix).full();
        var root = all.substring(0, all.length() - prefix.length());
        var found =
                s3.listObjectsV2(request ->
                        request.bucket(bucket)
                                .prefix(all)
                                .startAfter(after == null ? null : root + after)
                                .maxKeys(limit));
        return found.contents().stream()
                .map(one ->
                        new ListedBlob(
                                new BlobKey(organization, one.key().substring(root.length())),
                                one.size(),
                                one.lastModified()))
                .toList();
    }

    /// An address under which anybody can read the object for a while (at most 7 days).
    public URI presignGet(BlobKey key, Duration validity) {
        var presigned =
                presigner.presignGetObject(request ->
                        request.signatureDuration(validity).getObjectRequest(read(key).build()));
        return URI.create(presigned.url().toExternalForm());
    }

    private GetObjectRequest.Builder read(BlobKey key) {
        return GetObjectRequest.builder().bucket(bucket).key(key.full());
    }

    private PutObjectRequest stored(BlobKey key, @Nullable String contentType) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(key.full())
                .contentType(contentType)
                .build();
    }
}
