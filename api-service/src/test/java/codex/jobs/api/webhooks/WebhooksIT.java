package codex.jobs.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.tenant.Role;
import codex.jobs.model.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What administrators do with webhooks.
class WebhooksIT extends ListeningOrganization {

    @Test
    void theSecretIsShownOnceAndCanBeReplaced() {
        var created = created();
        var id = created.at("/webhook/id").asString();
        var first = created.at("/secret").asString();
        assertThat(first).matches("whsec_[A-Za-z0-9+/]{43}=");

        var second =
                client.ask(
                                "mutation($id: String!) { rotateWebhookSecret(id: $id) { secret } }",
                                Map.of("id", id))
                        .data("/rotateWebhookSecret/secret")
                        .asString();

        assertThat(second).isNotEqualTo(first);
        planned(created);
        until(created, "DELIVERED");
        var received = receiver.received().getFirst();
        assertThat(received.signature())
                .isEqualTo(
                        new WebhookSecret(second)
                                .signature(
                                        received.id(),
                                        Instant.ofEpochSecond(Long.parseLong(received.timestamp())),
                                        received.body()));
        assertThat(
                        client.ask("{ webhooks { id name url events status } }")
                                .data("/webhooks")
                                .toString())
                .contains(id)
                .doesNotContain("whsec");
    }

    @Test
    void aWebhookCanBeChangedAndDeleted() {
        var id = created().at("/webhook/id").asString();

        var changed =
                client.ask(
                        """
                        mutation($id: String!) { updateWebhook(input: {id: $id, name: "Other",
                          events: [FAIL, FAIL, INSERT], enabled: false}) { webhook { name url events status } } }
                        """,
                        Map.of("id", id));

        assertThat(changed.data("/updateWebhook/webhook").toString())
                .isEqualTo(
                        "{\"name\":\"Other\",\"url\":\"%s\",\"events\":[\"INSERT\",\"FAIL\"],\"status\":\"DISABLED\"}"
                                .formatted(receiver.address()));
        var delete = "mutation($id: String!) { deleteWebhook(id: $id) { success } }";
        assertThat(client.ask(delete, Map.of("id", id)).data("/deleteWebhook/success").asBoolean())
                .isTrue();
        assertThat(client.ask(delete, Map.of("id", id)).refusals())
                .containsExactly("WEBHOOK_NOT_FOUND id");
        assertThat(client.ask("{ webhooks { id } }").data("/webhooks")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://example.org/",
                "https:///x",
                "https://user:secret@example.org/",
                "https://example.org/#x",
                "not an address",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[fd00::1]/",
                "https://3232235777/"
            })
    void anAddressMustBePublic(String url) {
        assertThat(create(url).refusals()).containsExactly("BAD_USER_INPUT input.url");
    }

    @Test
    void anOrganizationHasSoManyAtMost() {
        for (var number = 0; number < 3; number++) {
            create(receiver.address());
        }

        assertThat(create(receiver.address()).refusals()).containsExactly("QUOTA_EXCEEDED input");
    }

    @Test
    void onlyAdministratorsOfTheOrganizationSeeAnyOfIt() {
        var id = created().at("/webhook/id").asString();
        var editor = api.client(name, Role.EDITOR);
        for (var asked :
                List.of(
                        "{ webhooks { id } }",
                        "{ webhook(id: \"" + id + "\") { id } }",
                        "{ webhookDeliveries(webhookId: \"" + id + "\") { total } }",
                        "mutation { deleteWebhook(id: \"" + id + "\") { success } }",
                        "mutation { rotateWebhookSecret(id: \"" + id + "\") { secret } }",
                        "mutation { updateWebhook(input: {id: \""
                                + id
                                + "\"}) { webhook { id } } }",
                        "mutation { createWebhook(input: {name: \"x\", url: \"https://example.org\"}) { secret } }",
                        "mutation { redeliverWebhook(deliveryId: \"x\") { delivery { id } } }")) {
            assertThat(editor.ask(asked).codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        }
        var stranger = api.organization(name + "-other");
        assertThat(stranger.ask("{ webhook(id: \"" + id + "\") { id } }").data("/webhook").isNull())
                .isTrue();
        assertThat(
                        stranger.ask("mutation { deleteWebhook(id: \"" + id + "\") { success } }")
                                .refusals())
                .containsExactly("WEBHOOK_NOT_FOUND id");
        assertThat(
                        stranger.ask(
                                        "mutation { redeliverWebhook(deliveryId: \"x\") { delivery { id } } }")
                                .refusals())
                .containsExactly("DELIVERY_NOT_FOUND deliveryId");
    }
}
