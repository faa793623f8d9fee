package codex.jobs.api.uploads;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.stores.blobs.PartPlan;
import codex.jobs.stores.blobs.PartTag;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The parts that were sent, in any order.
record CompleteMultipartUploadInput(
        String uploadId, String key, List<MultipartUploadEtagModelInput> multiPartUploads) {

    static final String NAME = "completeMultipartUploadInput";

    /// The published page leaves the spelling open, so both are accepted (specification 2.6).
    record MultipartUploadEtagModelInput(
            int partNumber, @Nullable String etag, @Nullable String eTag) {

        boolean hasOneTag() {
            return (etag == null) != (eTag == null);
        }

        PartTag tag() {
            return new PartTag(partNumber, Objects.requireNonNull(etag == null ? eTag : etag));
        }
    }

    List<PartTag> tags() {
        var violations = new Violations(NAME);
        if (multiPartUploads.isEmpty() || multiPartUploads.size() > PartPlan.MAX_PARTS) {
            violations.add(
                    ErrorCode.UPLOAD_PART_MISMATCH, "multiPartUploads", "1 to 10,000 parts.");
        }
        IntStream.range(0, multiPartUploads.size())
                .filter(index -> !multiPartUploads.get(index).hasOneTag())
                .limit(10)
                .forEach(index ->
                        violations.add(
                                ErrorCode.BAD_USER_INPUT,
                                "multiPartUploads[" + index + "]",
                                "Exactly one of etag and eTag must be given."));
        violations.throwIfAny();
        return multiPartUploads.stream().map(MultipartUploadEtagModelInput::tag).toList();
    }
}
