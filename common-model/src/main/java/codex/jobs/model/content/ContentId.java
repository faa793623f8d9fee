package codex.jobs.model.content;

import codex.jobs.model.job.JobId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ids of content that jobs create. The same job gives the same thing the same id, so that work
/// done again finds what it did before (specification 3.0, "Exactly-once effect"): a prefix and 22
/// characters of base 62, from 128 bits of HMAC-SHA256.
public final class ContentId {

    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final String ALGORITHM = "HmacSHA256";

    private ContentId() {}

    /// The id of an entry that `job` creates for `key`, which names it within the job's input.
    public static String entry(JobId job, String key) {
        return "ce" + digest(job.value(), "entry", key);
    }

    /// The version that the item at `itemIndex` of the job's input makes of an entry.
    public static String version(JobId job, String entryId, String change) {
        return "cv" + digest(job.value(), "version", entryId, change);
    }

    /// The id of an asset that `job` creates for an external id.
    public static String asset(JobId job, String externalId) {
        return "ca" + digest(job.value(), "asset", externalId);
    }

    /// The id of the site that this attempt at `job` creates.
    public static String site(JobId job, int attempt) {
        return "st" + digest(job.value(), "site", Integer.toString(attempt));
    }

    /// The id of the copy of a thing in a site that a job creates. Addresses and tags have other
    /// ids, which follow from what they are: see [#url] and [#tag].
    public static String copy(String site, ContentKind kind, String id) {
        return copyPrefix(kind) + digest(site, "copy", kind.slug(), id);
    }

    private static String copyPrefix(ContentKind kind) {
        return switch (kind) {
            case ENTRIES -> "ce";
            case SECTIONS -> "cs";
            case LISTS -> "cl";
            case VIEWS -> "cw";
            case SETTINGS -> "cg";
            default -> throw new IllegalArgumentException("No copies are made of " + kind);
        };
    }

    /// The same for every job: who is first creates it.
    public static String url(String siteId, String url) {
        return "cu" + digest("", siteId, url);
    }

    /// The same for every job: who is first creates it.
    public static String tag(String siteId, String key) {
        return "ct" + digest("", siteId, key);
    }

    /// Whether this can be the id of an entry: the prefix and letters and digits only.
    public static boolean isEntry(String value) {
        return value.startsWith("ce")
                && value.length() == LENGTH + 2
                && value.chars().allMatch(digit -> DIGITS.indexOf(digit) >= 0);
    }

    private static String digest(String secret, String... parts) {
        var mac = mac(secret);
        for (var part : parts) {
            mac.update(part.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
        }
        return base62(Arrays.copyOf(mac.doFinal(), 16));
    }

    private static Mac mac(String secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            // A key must not be empty; the label keeps it so.
            var key = ("codex-jobs:" + secret).getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    private static String base62(byte[] bits) {
        var digits = new char[LENGTH];
        var rest = new BigInteger(1, bits);
        for (var i = LENGTH - 1; i >= 0; i--) {
            var division = rest.divideAndRemainder(BASE);
            digits[i] = DIGITS.charAt(division[1].intValue());
            rest = division[0];
        }
        return new String(digits);
    }
}
