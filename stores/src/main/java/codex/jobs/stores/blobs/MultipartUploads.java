package codex.jobs.stores.blobs;

import codex.jobs.stores.StoresProperties;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Objects that arrive in parts, sent by ourselves or by clients to presigned addresses.
public final class MultipartUploads {

    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;

    MultipartUploads(S3Client s3, S3Presigner presigner, StoresProperties properties) {
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = properties.s3().bucket();
    }

    /// Begins an upload; answers its id.
    public String initiate(BlobKey key, @Nullable String contentType) {
        return s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key.full()).contentType(contentType))
                .uploadId();
    }

    /// An address to which exactly `size` bytes can be PUT for a while: the length is signed.
    public URI presignPart(BlobKey key, String upload, int number, long size, Duration validity) {
        var presigned =
                presigner.presignUploadPart(request ->
                        request.signatureDuration(validity)
                                .uploadPartRequest(part(key, upload, number, size)));
        return URI.create(presigned.url().toExternalForm());
    }

    /// The parts that have arrived, by number. Empty also for an unknown upload.
    public List<Part> parts(BlobKey key, String upload) {
        return arrived(key, upload).orElse(List.of());
    }

    /// Empty for an unknown upload. S3 refuses to list its parts; a compatible store may answer
    /// that it has none.
    private Optional<List<Part>> arrived(BlobKey key, String upload) {
        try {
            var parts = list(key, upload);
            return parts.isEmpty() && !isOpen(key, upload) ? Optional.empty() : Optional.of(parts);
        } catch (S3Exception e) {
            if (isUnknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<Part> list(BlobKey key, String upload) {
        return s3
                .listPartsPaginator(
                        request -> request.bucket(bucket).key(key.full()).uploadId(upload))
                .parts()
                .stream()
                .map(part ->
                        new Part(
                                part.partNumber(), PartTag.withoutQuotes(part.eTag()), part.size()))
                .sorted(Comparator.comparingInt(Part::number))
                .toList();
    }

    private boolean isOpen(BlobKey key, String upload) {
        return s3
                .listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(key.full()))
                .uploads()
                .stream()
                .anyMatch(open -> open.uploadId().equals(upload));
    }

    /// Sends one part ourselves.
    public PartTag send(BlobKey key, String upload, int number, byte[] content, int length) {
        var sent =
                s3.uploadPart(
                        part(key, upload, number, length),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(content, 0, length),
                                length,
                                "application/octet-stream"));
        return new PartTag(number, sent.eTag());
    }

    /// Makes the object if, and only if, the named parts are the planned file: none missing, none
    /// twice, each with the tag and the size it was sent with. Named in any order.
    public Completion complete(BlobKey key, String upload, List<PartTag> named, PartPlan plan) {
        var arrived = arrived(key, upload);
        if (arrived.isEmpty()) {
            return new Completion.Unknown();
        }
        var problem = plan.problem(named, arrived.get());
        if (problem.isPresent()) {
            return problem.get();
        }
        try {
            join(key, upload, named);
            return new Completion.Completed(plan.size());
        } catch (S3Exception e) {
            if (isUnknown(e)) {
                return new Completion.Unknown();
            }
            throw e;
        }
    }

    /// Makes the object of these parts, unchecked.
    public void join(BlobKey key, String upload, List<PartTag> parts) {
        var completed =
                parts.stream()
                        .sorted(Comparator.comparingInt(PartTag::number))
                        .map(part ->
                                CompletedPart.builder()
                                        .partNumber(part.number())
                                        .eTag('"' + part.etag() + '"')
                                        .build())
                        .toList();
        s3.completeMultipartUpload(request ->
                request.bucket(bucket)
                        .key(key.full())
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(completed)));
    }

    /// Drops the parts; also if there is no such upload.
    public void abort(BlobKey key, String upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key.full()).uploadId(upload));
        } catch (S3Exception e) {
            if (!isUnknown(e)) {
                throw e;
            }
        }
    }

    /// Drops the parts of every upload for this key.
    public void abortAll(BlobKey key) {
        s3
                .listMultipartUploadsPaginator(request -> request.bucket(bucket).prefix(key.full()))
                .uploads()
                .stream()
                .filter(open -> open.key().equals(key.full()))
                .forEach(open -> abort(key, open.uploadId()));
    }

    private static boolean isUnknown(S3Exception e) {
        return e instanceof NoSuchUploadException || e.statusCode() == NOT_FOUND;
    }

    private UploadPartRequest part(BlobKey key, String upload, int number, long size) {
        return UploadPartRequest.builder()
                .bucket(bucket)
                .key(key.full())
                .uploadId(upload)
                .partNumber(number)
                .contentLength(size)
                .build();
    }
}
