package codex.jobs.model.recurring;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.RecurringJobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// The id of the run that was due at an instant: always the same one, and in the form of all job
/// ids, so that runs sort by their time.
final class RunId {

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_DIGITS = 10;
    private static final int OTHER_DIGITS = 16;
    private static final int BITS = 5;

    private RunId() {}

    static JobId of(RecurringJobId job, Instant dueAt) {
        var text = new StringBuilder(TIME_DIGITS + OTHER_DIGITS);
        var millis = dueAt.toEpochMilli();
        for (var digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            text.append(DIGITS[(int) (millis >>> (digit * BITS)) & 31]);
        }
        var digest = digest(job + "@" + dueAt);
        for (var digit = 0; digit < OTHER_DIGITS; digit++) {
            text.append(DIGITS[digest[digit] & 31]);
        }
        return new JobId(text.toString());
    }

    private static byte[] digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
