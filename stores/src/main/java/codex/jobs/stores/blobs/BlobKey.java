package codex.jobs.stores.blobs;

import codex.jobs.model.tenant.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an object lies: a path inside its organization's prefix, which it cannot leave.
public record BlobKey(OrganizationId organization, String path) {

    /// What lies here is shared by all who need the same bytes, under the name of their hash.
    public static final String HASHED = "blobs/";

    private static final Pattern HASH = Pattern.compile(HASHED + "([0-9a-f]{64})");

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

    /// Where bytes lie that are shared by all who need them.
    ///
    /// @param sha256 in lower-case hex digits
    public static BlobKey ofHash(OrganizationId organization, String sha256) {
        return new BlobKey(organization, HASHED + sha256);
    }

    /// The hash of the bytes that lie here, if they are shared under its name.
    public Optional<String> hash() {
        return Optional.of(HASH.matcher(path))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
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
