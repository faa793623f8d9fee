package codex.jobs.api.uploads;

import codex.jobs.api.security.Caller;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.blobs.Part;
import codex.jobs.stores.blobs.PartPlan;
import codex.jobs.stores.uploads.Upload;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/// Files in: `initFileUpload`, `completeMultiPartUpload`, `abortFileUpload`, `uploadedParts`. The
/// bytes themselves go straight to the object store.
@Controller
class UploadController {

    private final UploadCourse course;
    private final MultipartUploads parts;

    UploadController(UploadCourse course, MultipartUploads parts) {
        this.course = course;
        this.parts = parts;
    }

    @MutationMapping
    Begun initFileUpload(
            @Argument InitFileUploadInput initFileUploadInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        return begun(course.begin(initFileUploadInput, caller));
    }

    private Begun begun(Upload upload) {
        var plan = new PartPlan(upload.size(), upload.partSize());
        var addresses =
                IntStream.rangeClosed(1, plan.count())
                        .mapToObj(number -> address(upload, number, plan.sizeOf(number)))
                        .toList();
        return new Begun(
                addresses, upload.id(), upload.key(), upload.expiresAt(), upload.partSize());
    }

    private PresignedUrlPart address(Upload upload, int number, long size) {
        var url = course.address(upload, number, size).toString();
        return new PresignedUrlPart(number, url, url, size, upload.expiresAt());
    }

    @MutationMapping
    Completed completeMultiPartUpload(
            @Argument CompleteMultipartUploadInput completeMultipartUploadInput,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        return course.complete(completeMultipartUploadInput, caller.organization());
    }

    @MutationMapping
    Aborted abortFileUpload(
            @Argument String uploadId, @Argument String key, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        course.abort(caller.organization(), uploadId, key);
        return new Aborted(true);
    }

    @QueryMapping
    List<Integer> uploadedParts(
            @Argument String uploadId, @Argument String key, @ContextValue Caller caller) {
        var upload = course.find(caller.organization(), uploadId, key, "");
        return upload.status() == Upload.Status.COMPLETED
                ? IntStream.rangeClosed(1, new PartPlan(upload.size(), upload.partSize()).count())
                        .boxed()
                        .toList()
                : parts
                        .parts(new BlobKey(upload.organization(), upload.key()), upload.id())
                        .stream()
                        .map(Part::number)
                        .toList();
    }

    /// @param url the same as `preSignedUrl`: the published page does not tell the field's name
    record PresignedUrlPart(
            int partNumber, String url, String preSignedUrl, long size, Instant expiresAt) {}

    record Begun(
            List<PresignedUrlPart> preSignedUrls,
            String uploadId,
            String key,
            Instant expiresAt,
            long partSize) {}

    record Completed(boolean success, String key, long sizeInBytes) {}

    record Aborted(boolean success) {}
}
