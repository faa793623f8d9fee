package codex.jobs.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.api.Client;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.model.webhook.WebhookSecret;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/// What is sent to those who listen, and what becomes of it.
class DeliveriesIT extends ListeningOrganization {

    @Test
    void whatHappenedIsToldSignedAndAsThisApiShowsTheJob() {
        var created = created();
        var planned = planned(created);

        var delivery = until(created, "DELIVERED");

        assertThat(receiver.received()).hasSize(1);
        var received = receiver.received().getFirst();
        assertThat(received.id()).isEqualTo(planned.id());
        var secret = new WebhookSecret(created.at("/secret").asString());
        var at = Instant.ofEpochSecond(Long.parseLong(received.timestamp()));
        assertThat(at)
                .isCloseTo(
                        Instant.now(),
                        org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
        assertThat(received.signature())
                .isEqualTo(secret.signature(planned.id(), at, received.body()));
        var payload = Client.JSON.readTree(received.body());
        assertThat(payload.propertyNames())
                .containsExactly("event", "model", "organization", "object");
        assertThat(payload.at("/event").asString()).isEqualTo("insert");
        assertThat(payload.at("/model").isNull()).isTrue();
        assertThat(payload.at("/organization").asString()).isEqualTo(name);
        var shown =
                client.ask(
                                """
                                query($id: String!) { job(id: $id) {
                                  id name type status createdAt createdBy { id displayName }
                                  tasks { type status } } }
                                """,
                                Map.of("id", planned.job().value()))
                        .data("/job");
        assertThat(payload.at("/object/id")).isEqualTo(shown.at("/id"));
        assertThat(payload.at("/object/createdAt")).isEqualTo(shown.at("/createdAt"));
        assertThat(payload.at("/object/type")).isEqualTo(shown.at("/type"));
        assertThat(payload.at("/object/tasks")).hasSameSizeAs(shown.at("/tasks"));
        assertThat(delivery.at("/payload").asString()).isEqualTo(received.body());
        assertThat(delivery.at("/attempts/0/status").asInt()).isEqualTo(200);
    }

    @Test
    void aReceiverIsSentWhatItHasChosen() {
        var created = created();
        var id = created.at("/webhook/id").asString();
        var update =
                """
                mutation($id: String!, $payload: [WebhookPayloadFieldInput!]) {
                  updateWebhook(input: {id: $id, payload: $payload}) {
                    webhook { payload { key pointer } } } }
                """;
        var fields =
                List.of(
                        Map.of("key", "Id", "pointer", "/object/id"),
                        Map.of("key", "first task", "pointer", "/object/tasks/0"),
                        Map.of("key", "none", "pointer", "/object/no~1such/9"));
        var chosen = client.ask(update, Map.of("id", id, "payload", fields));
        assertThat(chosen.data("/updateWebhook/webhook/payload")).hasSize(3);

        var planned = planned(created);
        until(created, "DELIVERED");

        var body = Client.JSON.readTree(receiver.received().getFirst().body());
        assertThat(body.propertyNames()).containsExactly("Id", "first task", "none");
        assertThat(body.at("/Id").asString()).isEqualTo(planned.job().value());
        assertThat(body.at("/first task/type").asString()).startsWith("PROCESS_");
        assertThat(body.at("/none").isNull()).isTrue();

        var all = client.ask(update, Map.of("id", id, "payload", List.of()));
        assertThat(all.data("/updateWebhook/webhook/payload").isNull()).isTrue();
        var wrong =
                List.of(
                        Map.of("key", "a", "pointer", "object/id"),
                        Map.of("key", "a", "pointer", ""));
        var refused = client.ask(update, Map.of("id", id, "payload", wrong));
        assertThat(refused.errors())
                .extracting(error -> error.at("/extensions/argument").asString())
                .containsExactly("input.payload[0].pointer", "input.payload[1].key");
    }

    @Test
    void aFailedDeliveryIsTriedAgainWithTheSameContent() {
        var created = created();
        receiver.answerNext(500, 302);
        planned(created);

        var delivery = until(created, "DELIVERED");

        assertThat(delivery.at("/attempts").valueStream().map(one -> one.at("/status").asInt()))
                .containsExactly(500, 302, 200);
        assertThat(receiver.received()).hasSize(3);
        assertThat(receiver.received().stream().map(Receiver.Received::id).distinct()).hasSize(1);
        assertThat(receiver.received().stream().map(Receiver.Received::body).distinct()).hasSize(1);
        var id = created.at("/webhook/id").asString();
        await().until(() -> webhook(id).at("/failures").asInt() == 0);
    }

    @Test
    void aDeliveryThatFailedForGoodIsMadeAgainByHand() {
        var created = created();
        receiver.answerNext(500, 500, 500);
        var planned = planned(created);
        until(created, "FAILED");
        assertThat(receiver.received()).hasSize(3);

        var again =
                client.ask(
                        "mutation($id: String!) { redeliverWebhook(deliveryId: $id) { delivery { status } } }",
                        Map.of("id", planned.id()));

        assertThat(again.data("/redeliverWebhook/delivery/status").asString()).isEqualTo("PENDING");
        assertThat(until(created, "DELIVERED").at("/attempts")).hasSize(4);
    }

    @Test
    void whoCannotBeToldForTooLongIsDisabledUntilSomebodyEnablesIt() {
        var created = created();
        var id = created.at("/webhook/id").asString();
        receiver.usually = 503;
        planned(created);
        until(created, "FAILED");
        assertThat(webhook(id).at("/status").asString()).isEqualTo("ENABLED");
        await().until(() -> webhook(id).at("/failures").asInt() == 3);

        // for more than seven days
        var longAgo = Date.from(now().minus(Duration.ofDays(8)));
        var change = new Document("$set", new Document("failingSince", longAgo));
        var stored = api.get(MongoTemplate.class).getCollection("webhooks");
        stored.updateOne(new Document("_id", id), change);
        planned(created);
        until(created, "DROPPED");
        assertThat(webhook(id).at("/status").asString()).isEqualTo("DISABLED");
        assertThat(webhook(id).at("/disabledReason").asString()).startsWith("Nothing could be");
        planned(created);
        until(created, "DROPPED");

        receiver.usually = 200;
        var enabled =
                client.ask(
                        "mutation($id: String!) { updateWebhook(input: {id: $id, enabled: true}) { webhook { status disabledReason failures } } }",
                        Map.of("id", id));
        assertThat(enabled.data("/updateWebhook/webhook/status").asString()).isEqualTo("ENABLED");
        assertThat(enabled.data("/updateWebhook/webhook/failures").asInt()).isZero();
        planned(created);
        until(created, "DELIVERED");
    }

    @Test
    void whoIsGoneIsDisabledAtOnce() {
        var created = created();
        receiver.answerNext(410);
        planned(created);

        until(created, "DROPPED");

        var webhook = webhook(created.at("/webhook/id").asString());
        assertThat(webhook.at("/status").asString()).isEqualTo("DISABLED");
        assertThat(webhook.at("/disabledReason").asString()).contains("410");
        assertThat(receiver.received()).hasSize(1);
    }

    /// What a name leads to shows only when it is looked up; so does this, stored past the check.
    @Test
    void anAddressInsideIsNotReachedWhateverIsStored() {
        var created = created();
        api.get(WebhookStore.class)
                .change(
                        new OrganizationId(name),
                        created.at("/webhook/id").asString(),
                        new WebhookStore.Change(
                                null,
                                "http://127.0.0.2:" + receiver.port(),
                                null,
                                null,
                                null,
                                null),
                        now());
        planned(created);

        var delivery = until(created, "FAILED");

        assertThat(delivery.at("/attempts/0/error").asString()).isEqualTo("ADDRESS_NOT_ALLOWED");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void whatADeadInstanceHasClaimedIsTakenOver() {
        var created = created();
        var webhook =
                api.get(WebhookStore.class)
                        .find(new OrganizationId(name), created.at("/webhook/id").asString())
                        .orElseThrow();
        var job = job();
        var later = now().plusSeconds(1);
        var delivery =
                Delivery.planned(
                        webhook, job, WebhookEvent.START, now(), later, ListeningOrganization.KEPT);
        var store = api.get(DeliveryStore.class);
        store.add(List.of(delivery));

        var claimed = store.claim(delivery, later.plusMillis(500)).orElseThrow();
        assertThat(store.claim(delivery, later)).isEmpty();
        until(created, "DELIVERED");

        assertThat(
                        store.ended(
                                claimed,
                                new Delivery.Attempt(now(), 500, null, 1),
                                codex.jobs.model.webhook.DeliveryStatus.FAILED,
                                null))
                .isFalse();
        assertThat(receiver.received()).hasSize(1);
    }
}
