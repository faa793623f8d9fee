package codex.jobs.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.webhook.DeliverySchedule;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebhookPropertiesTest {

    private static WebhookProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.api.webhooks", WebhookProperties.class);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        var usual = bound(Map.of());

        assertThat(usual.schedule()).isEqualTo(new DeliverySchedule(Duration.ofSeconds(10), 6, 7));
        assertThat(usual.disabledAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(usual.answerTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(usual.most()).isEqualTo(20);
        assertThat(usual.perOrganization()).isEqualTo(4);
        assertThat(usual.atOnce()).isEqualTo(64);
        assertThat(usual.allowHttp()).isFalse();
        assertThat(usual.allowedNetworks()).isEmpty();
    }

    @Test
    void networksAreReadFromAList() {
        var settings =
                bound(Map.of("codex.jobs.api.webhooks.allowed-networks", "10.1.0.0/16, fd00::/8"));

        assertThat(settings.allowedNetworks()).hasSize(2);
        assertThat(settings.allowedNetworks().getFirst().has(InetAddress.ofLiteral("10.1.2.3")))
                .isTrue();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> bound(Map.of("codex.jobs.api.webhooks.per-organization", "0")))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() ->
                        bound(Map.of("codex.jobs.api.webhooks.allowed-networks", "localhost")))
                .isInstanceOf(BindException.class);
    }
}
