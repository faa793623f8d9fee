package codex.jobs.stores.blobs;

import codex.jobs.model.tenant.OrganizationId;
import java.nio.charset.StandardCharsets;

/// Where an object lies: a path inside its organization's prefix, which it cannot leave.
public record BlobKey(OrganizationId organization, String path) {

    /// S3's limit for a whole key, in UTF-8 bytes.
    private static final int MAX_BYTES = 1024;

    public BlobKey {
        if (!isValid(organization, path)) {
            throw new IllegalArgumentException("Not an object path");
        }
    }

    public static boolean isValid(OrganizationId organization, String path) {
        return !path.isEmpty()
                && !path.startsWith("/")
                && path.codePoints().noneMatch(Character::isISOControl)
                && !("/" + path + "/").contains("/../")
                && !("/" + path + "/").contains("/./")
                && full(organization, path).getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /// The key in the bucket.
    public String full() {
        return full(organization, path);
    }

    private static String full(OrganizationId organization, String path) {
        return "orgs/" + organization + "/" + path;
    }

    @Override
    public String toString() {
        return full();
    }
}
