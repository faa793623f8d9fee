package codex.jobs.api.uploads;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.limits.Quotas;
import codex.jobs.api.security.Caller;
import codex.jobs.api.uploads.UploadController.Completed;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.Completion;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.blobs.PartPlan;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.Upload.Status;
import codex.jobs.stores.uploads.UploadStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// An upload from its beginning to its end (specification 2.6). What another organization uploads
/// is not found.
@Component
class UploadCourse {

    private final UploadStore uploads;
    private final MultipartUploads parts;
    private final BlobStore blobs;
    private final Quotas quotas;
    private final InstantSource time;
    private final ApiProperties.Uploads properties;

    UploadCourse(
            UploadStore uploads,
            MultipartUploads parts,
            BlobStore blobs,
            Quotas quotas,
            InstantSource time,
            ApiProperties properties) {
        this.uploads = uploads;
        this.parts = parts;
        this.blobs = blobs;
        this.quotas = quotas;
        this.time = time;
        this.properties = properties.uploads();
    }

    Upload begin(InitFileUploadInput input, Caller caller) {
        input.checked(properties.maxSize().toBytes());
        quotas.takeUpload(caller.organization(), input.size(), InitFileUploadInput.NAME + ".size");
        Upload begun = null;
        try {
            begun = begun(input, caller);
            return begun;
        } finally {
            if (begun == null) {
                quotas.giveBackUpload(caller.organization(), input.size());
            }
        }
    }

    private Upload begun(InitFileUploadInput input, Caller caller) {
        var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        var plan = UploadPlan.of(input.size(), properties.partSize().toBytes());
        var key = "uploads/" + UUID.randomUUID() + "/" + FileName.sanitised(input.name());
        var upload =
                new Upload(
                        parts.initiate(
                                new BlobKey(caller.organization(), key), input.contentType()),
                        caller.organization(),
                        key,
                        input.name(),
                        plan.size(),
                        plan.partSize(),
                        input.contentType(),
                        input.digest(),
                        Status.OPEN,
                        caller.actor(),
                        now,
                        now.plus(properties.urlValidity()),
                        null);
        uploads.insert(upload);
        return upload;
    }

    URI address(Upload upload, int part, long size) {
        var left = Duration.between(time.instant(), upload.expiresAt());
        return parts.presignPart(key(upload), upload.id(), part, size, left);
    }

    Upload find(OrganizationId organization, String uploadId, String key, String input) {
        return uploads.find(organization, uploadId)
                .filter(upload -> upload.key().equals(key))
                .orElseThrow(() -> notFound(input));
    }

    Completed complete(CompleteMultipartUploadInput input, OrganizationId organization) {
        var named = input.tags();
        var upload =
                find(
                        organization,
                        input.uploadId(),
                        input.key(),
                        CompleteMultipartUploadInput.NAME);
        var now = time.instant();
        if (isExpired(upload, now)) {
            throw rejected(ErrorCode.UPLOAD_EXPIRED, "uploadId", "The upload has expired.");
        }
        return switch (upload.status()) {
            case COMPLETED -> completed(upload);
            case ABORTED -> throw notFound(CompleteMultipartUploadInput.NAME);
            case OPEN -> {
                var plan = new PartPlan(upload.size(), upload.partSize());
                yield after(parts.complete(key(upload), upload.id(), named, plan), upload, now);
            }
        };
    }

    private Completed after(Completion completion, Upload upload, Instant now) {
        return switch (completion) {
            case Completion.Completed _ -> ended(upload, now);
            case Completion.Mismatch(var why) ->
                    throw rejected(ErrorCode.UPLOAD_PART_MISMATCH, "multiPartUploads", why + ".");
            case Completion.Incomplete(var missing) ->
                    throw rejected(
                            ErrorCode.UPLOAD_INCOMPLETE,
                            "multiPartUploads",
                            missing.size()
                                    + " parts are missing, the first is "
                                    + missing.getFirst()
                                    + ".");
            case Completion.Unknown _ -> {
                // Made by a call that died before it could say so, or by one that runs beside us.
                if (blobs.head(key(upload))
                        .filter(blob -> blob.sizeInBytes() == upload.size())
                        .isEmpty()) {
                    throw notFound(CompleteMultipartUploadInput.NAME);
                }
                yield ended(upload, now);
            }
        };
    }

    private Completed ended(Upload upload, Instant now) {
        uploads.end(upload.organization(), upload.id(), Status.COMPLETED, now);
        return completed(upload);
    }

    private static Completed completed(Upload upload) {
        return new Completed(true, upload.key(), upload.size());
    }

    /// Aborting again changes nothing; what is completed stays.
    void abort(OrganizationId organization, String uploadId, String key) {
        var upload = find(organization, uploadId, key, "");
        switch (upload.status()) {
            case OPEN -> abort(upload);
            case ABORTED -> {}
            case COMPLETED -> throw notFound("");
        }
    }

    void abort(Upload upload) {
        parts.abort(key(upload), upload.id());
        if (uploads.end(upload.organization(), upload.id(), Status.ABORTED, time.instant())) {
            quotas.giveBackUpload(upload.organization(), upload.size());
        }
    }

    private boolean isExpired(Upload upload, Instant now) {
        var end = upload.createdAt().plus(properties.abortedAfter(upload.organization()));
        var endedAt = upload.endedAt();
        return switch (upload.status()) {
            case COMPLETED -> false;
            case OPEN -> now.isAfter(end);
            case ABORTED -> endedAt != null && !endedAt.isBefore(end);
        };
    }

    private static BlobKey key(Upload upload) {
        return new BlobKey(upload.organization(), upload.key());
    }

    private static Rejected notFound(String input) {
        return new Rejected(
                ErrorCode.UPLOAD_NOT_FOUND,
                input.isEmpty() ? "uploadId" : input + ".uploadId",
                "There is no such upload.");
    }

    private static Rejected rejected(ErrorCode code, String argument, String message) {
        return new Rejected(code, CompleteMultipartUploadInput.NAME + "." + argument, message);
    }
}
