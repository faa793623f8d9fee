package codex.jobs.api.uploads;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file to be uploaded.
record InitFileUploadInput(
        String name, long size, @Nullable String contentType, @Nullable String sha256) {

    static final String NAME = "initFileUploadInput";

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[\\w.+-]{1,100}/[\\w.+-]{1,100}(;[ -~]{0,100})?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    InitFileUploadInput checked(long maxSize) {
        var violations = new Violations(NAME);
        if (name.isBlank()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "name", "A file needs a name.");
        } else {
            violations.checkText("name", name, FileName.LONGEST);
        }
        if (size < 1) {
            violations.add(ErrorCode.BAD_USER_INPUT, "size", "A file has at least 1 byte.");
        } else if (size > maxSize) {
            violations.add(ErrorCode.FILE_TOO_LARGE, "size", "At most " + maxSize + " bytes.");
        }
        if (contentType != null && !CONTENT_TYPE.matcher(contentType).matches()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "contentType", "Not a content type.");
        }
        if (sha256 != null && !SHA256.matcher(sha256).matches()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "sha256", "Must be 64 hex digits.");
        }
        violations.throwIfAny();
        return this;
    }

    @Nullable String digest() {
        return sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
    }
}
