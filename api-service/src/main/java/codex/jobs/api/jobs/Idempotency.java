package codex.jobs.api.jobs;

import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Same key, same job; the same key with another input is a conflict.
public final class Idempotency {

    private Idempotency() {}

    /// A key with what it stands for; null if there is none.
    ///
    /// @param when the time or schedule that was asked for
    public static @Nullable IdempotencyKey key(
            @Nullable String key, Caller caller, String name, JobSpec spec, @Nullable Object when) {
        return key == null
                ? null
                : new IdempotencyKey(
                        key,
                        digest(
                                "%s\n%s\n%s\n%s"
                                        .formatted(caller.environment().id(), name, when, spec)));
    }

    /// The job stored under the key of `wanted`, if it came from the same input.
    static Job same(Job stored, Job wanted) {
        return same(stored, stored.idempotencyKey(), wanted.idempotencyKey());
    }

    /// What is stored under a key, if it came from the same input.
    public static <T> T same(
            T stored, @Nullable IdempotencyKey before, @Nullable IdempotencyKey now) {
        if (before != null && now != null && before.inputDigest().equals(now.inputDigest())) {
            return stored;
        }
        throw new Rejected(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                "createJobInput.idempotencyKey",
                "This key was used for a job with another input.");
    }

    private static String digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
