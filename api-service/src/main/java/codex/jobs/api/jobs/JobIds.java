package codex.jobs.api.jobs;

import codex.jobs.model.job.JobId;
import java.security.SecureRandom;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Ids that sort by creation time to the millisecond and cannot be guessed: 48 bits of time and 80
/// random ones, in 26 digits of base 32 without those that look alike (the form of a ULID).
@Component
public final class JobIds {

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 16;
    private static final int BITS = 5;

    private final SecureRandom random = new SecureRandom();

    public JobId next(Instant now) {
        var text = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
        var millis = now.toEpochMilli();
        for (var digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            text.append(DIGITS[(int) (millis >>> (digit * BITS)) & 31]);
        }
        var bytes = new byte[RANDOM_DIGITS];
        random.nextBytes(bytes);
        for (var each : bytes) {
            text.append(DIGITS[each & 31]);
        }
        return new JobId(text.toString());
    }
}
