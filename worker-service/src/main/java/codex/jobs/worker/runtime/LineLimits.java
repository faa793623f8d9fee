package codex.jobs.worker.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one attempt may still say under its [LogLimits]. For one thread at a time; the rate of the
/// organization is shared.
final class LineLimits {

    private static final String CUT_MARK = " … (cut)";

    /// Ids, keys and pointers come from files and may be of any length.
    private static final int KEY_BYTES = 1024;

    private final LogLimits limits;
    private final RateLimit taskRate;
    private final RateLimit organizationRate;
    private final Runnable dropped;
    private int lines;
    private long bytes;

    /// @param dropped told of every line that is not admitted
    LineLimits(LogLimits limits, RateLimit organizationRate, Runnable dropped) {
        this.limits = limits;
        this.dropped = dropped;
        this.taskRate = new RateLimit(limits.linesPerSecond());
        this.organizationRate = organizationRate;
    }

    /// Whether a line with this text may go out at this time.
    boolean admit(String text, Instant now) {
        if (lines >= limits.linesPerTask()
                || bytes + text.length() > limits.bytesPerTask().toBytes()
                || !taskRate.take(now)
                || !organizationRate.take(now)) {
            dropped.run();
            return false;
        }
        lines++;
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        return true;
    }

    String cut(String message) {
        return cut(message, Math.toIntExact(limits.message().toBytes()));
    }

    @Nullable String cutKey(@Nullable String key) {
        return key == null ? null : cut(key, KEY_BYTES);
    }

    private static String cut(String text, int mostBytes) {
        // A character has at most three bytes per UTF-16 unit.
        if (text.length() * 3L <= mostBytes) {
            return text;
        }
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length <= mostBytes) {
            return text;
        }
        var end = mostBytes - CUT_MARK.getBytes(StandardCharsets.UTF_8).length;
        while (end > 0 && (encoded[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(encoded, 0, end, StandardCharsets.UTF_8) + CUT_MARK;
    }
}
