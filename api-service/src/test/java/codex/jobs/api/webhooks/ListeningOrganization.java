package codex.jobs.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Tests of an organization that somebody tells what happens, by a service with short pauses.
abstract class ListeningOrganization {

    static final Duration KEPT = Duration.ofDays(30);

    @RegisterExtension
    static final Api api =
            Api.with(
                    Map.of(
                            "codex.jobs.api.webhooks.poll-period", "20ms",
                            "codex.jobs.api.webhooks.first-pause", "20ms",
                            "codex.jobs.api.webhooks.factor", "1",
                            "codex.jobs.api.webhooks.tries", "3",
                            "codex.jobs.api.webhooks.most", "3",
                            "codex.jobs.api.webhooks.answer-timeout", "2s",
                            "codex.jobs.api.webhooks.allow-http", "true",
                            "codex.jobs.api.webhooks.allowed-networks", "127.0.0.1/32"));

    private static int organizations;

    Receiver receiver;
    String name;
    Client client;

    @BeforeEach
    void anOrganizationAndSomebodyWhoWantsToKnow() throws Exception {
        receiver = new Receiver();
        name = "hooks" + ++organizations;
        client = api.organization(name);
    }

    @AfterEach
    void noMore() {
        receiver.close();
    }

    Answer create(String url) {
        return client.ask(
                """
                mutation($url: String!) { createWebhook(input: {name: "Mine", url: $url}) {
                  webhook { id name url events status createdBy { id } createdAt } secret } }
                """,
                Map.of("url", url));
    }

    JsonNode created() {
        return create(receiver.address()).data("/createWebhook");
    }

    JsonNode webhook(String id) {
        return client.ask(
                        "query($id: String!) { webhook(id: $id) { status disabledReason failingSince failures } }",
                        Map.of("id", id))
                .data("/webhook");
    }

    private JsonNode deliveries(String webhook) {
        return client.ask(
                        """
                        query($id: String!) { webhookDeliveries(webhookId: $id) { total items {
                          id event jobId status payload attempts { status error at millis } } } }
                        """,
                        Map.of("id", webhook))
                .data("/webhookDeliveries");
    }

    Job job() {
        var planned =
                Job.planned(
                        Jobs.aJob().id(),
                        new OrganizationId(name),
                        new EnvironmentId("env-main"),
                        "A job",
                        Jobs.aJob().spec(),
                        null,
                        Jobs.ALICE,
                        null,
                        now());
        return api.get(JobStore.class).insert(planned);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /// As a scheduler stores it.
    Delivery planned(JsonNode created) {
        var webhook =
                api.get(WebhookStore.class)
                        .find(new OrganizationId(name), created.at("/webhook/id").asString())
                        .orElseThrow();
        var job = job();
        var delivery =
                Delivery.planned(webhook, job, WebhookEvent.INSERT, job.createdAt(), now(), KEPT);
        assertThat(api.get(DeliveryStore.class).add(List.of(delivery))).isEqualTo(1);
        assertThat(api.get(DeliveryStore.class).add(List.of(delivery))).isZero();
        return delivery;
    }

    JsonNode until(JsonNode created, String status) {
        var id = created.at("/webhook/id").asString();
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> deliveries(id).at("/items/0"),
                        delivery -> delivery.path("status").asString("").equals(status));
    }
}
