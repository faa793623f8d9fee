package codex.jobs.model.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a webhook and its receiver share, `whsec_` and base 64: it signs deliveries so that the
/// receiver can tell them from anybody else's (the scheme of standardwebhooks.com). Never part of a
/// text by accident.
public record WebhookSecret(String value) {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    public WebhookSecret {
        if (!value.startsWith(PREFIX)) {
            throw new IllegalArgumentException("Not the secret of a webhook");
        }
    }

    public static WebhookSecret of(byte[] random) {
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(random));
    }

    /// The header `webhook-signature`.
    ///
    /// @param id of the delivery: the same in all attempts
    /// @param at the time of the attempt, to the second: old ones can be refused
    public String signature(String id, Instant at, String body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            var key = Base64.getDecoder().decode(value.substring(PREFIX.length()));
            mac.init(new SecretKeySpec(key, ALGORITHM));
            var signed = id + "." + at.getEpochSecond() + "." + body;
            var signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
