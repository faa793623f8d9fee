package codex.jobs.model.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    private static final WebhookSecret SECRET =
            new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);

    /// The test vector that implementations of the scheme share.
    @Test
    void signaturesAreThoseOfTheScheme() {
        assertThat(SECRET.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", AT, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void everythingThatIsSignedCounts() {
        var signature = SECRET.signature("a", AT, "{}");

        assertThat(SECRET.signature("b", AT, "{}")).isNotEqualTo(signature);
        assertThat(SECRET.signature("a", AT.plusSeconds(1), "{}")).isNotEqualTo(signature);
        assertThat(SECRET.signature("a", AT, "{ }")).isNotEqualTo(signature);
        assertThat(WebhookSecret.of(new byte[32]).signature("a", AT, "{}")).isNotEqualTo(signature);
    }

    @Test
    void aSecretIsNotPartOfATextByAccident() {
        assertThat(SECRET.toString()).isEqualTo("whsec_…");
        assertThatThrownBy(() -> new WebhookSecret("MfKQ9r8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MfKQ9r8");
    }
}
