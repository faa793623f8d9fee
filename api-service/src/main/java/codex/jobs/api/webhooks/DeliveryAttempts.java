package codex.jobs.api.webhooks;

import codex.jobs.model.webhook.DeliveryStatus;
import codex.jobs.model.webhook.PayloadField;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.Webhook;
import codex.jobs.stores.webhooks.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/// One attempt at a delivery that was claimed: rendered at the first, signed anew at each, and
/// written down whatever comes of it. A receiver that has answered 410 wants nothing more.
@Component
final class DeliveryAttempts {

    private static final Logger log = LoggerFactory.getLogger(DeliveryAttempts.class);
    private static final int GONE = 410;

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final JobRendering jobs;
    private final WebhookClient client;
    private final WebhookProperties properties;
    private final InstantSource clock;
    private final MeterRegistry meters;

    DeliveryAttempts(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            JobRendering jobs,
            WebhookClient client,
            WebhookProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.jobs = jobs;
        this.client = client;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    void attempt(Delivery claimed) {
        var webhook = webhooks.find(claimed.organization(), claimed.webhook());
        if (webhook.isEmpty() || !webhook.get().isEnabled()) {
            deliveries.drop(claimed);
            return;
        }
        var payload = payload(claimed, webhook.get());
        if (payload.isEmpty()) {
            deliveries.drop(claimed);
            return;
        }
        send(claimed, webhook.get(), payload.get());
    }

    private Optional<String> payload(Delivery delivery, Webhook webhook) {
        var before = delivery.payload();
        return before != null
                ? Optional.of(before)
                : jobs.of(delivery.organization(), delivery.job())
                        .flatMap(job ->
                                deliveries.keepPayload(delivery, json(delivery, webhook, job)));
    }

    /// Specification 1.12, "Payload": `model` is there and null.
    private static String json(Delivery delivery, Webhook webhook, Object job) {
        var payload = new LinkedHashMap<String, @Nullable Object>();
        payload.put("event", delivery.event().word());
        payload.put("model", null);
        payload.put("organization", delivery.organization().value());
        payload.put("object", job);
        var chosen = webhook.payload();
        return JsonMapper.shared()
                .writeValueAsString(chosen == null ? payload : chosen(payload, chosen));
    }

    private static Map<String, JsonNode> chosen(Object payload, List<PayloadField> fields) {
        var all = JsonMapper.shared().<JsonNode>valueToTree(payload);
        var some = new LinkedHashMap<String, JsonNode>();
        for (var field : fields) {
            var value = all.at(field.pointer());
            some.put(field.key(), value.isMissingNode() ? NullNode.getInstance() : value);
        }
        return some;
    }

    private void send(Delivery claimed, Webhook webhook, String payload) {
        var at = clock.instant();
        var headers =
                Map.of(
                        "webhook-id", claimed.id(),
                        "webhook-timestamp", Long.toString(at.getEpochSecond()),
                        "webhook-signature", webhook.secret().signature(claimed.id(), at, payload));
        var answer = client.post(URI.create(webhook.url()), headers, payload);
        var attempt =
                new Delivery.Attempt(
                        at,
                        answer.status(),
                        answer.error(),
                        Duration.between(at, clock.instant()).toMillis());
        meters.counter(
                        "codex.jobs.webhooks.attempts",
                        "result",
                        answer.isAccepted() ? "accepted" : "failed")
                .increment();
        if (answer.isAccepted()) {
            deliveries.ended(claimed, attempt, DeliveryStatus.DELIVERED, null);
            webhooks.succeeded(webhook.id());
        } else {
            failed(claimed, webhook, attempt);
        }
    }

    private void failed(Delivery claimed, Webhook webhook, Delivery.Attempt attempt) {
        var schedule = properties.schedule();
        var now = clock.instant();
        if (schedule.isLast(claimed.tries())) {
            deliveries.ended(claimed, attempt, DeliveryStatus.FAILED, null);
        } else {
            var chance = ThreadLocalRandom.current().nextDouble();
            var next = now.plus(schedule.after(claimed.tries(), chance));
            deliveries.ended(claimed, attempt, DeliveryStatus.PENDING, next);
        }
        var failing = webhooks.failed(webhook.id(), now).map(Webhook::failingSince);
        if (Integer.valueOf(GONE).equals(attempt.status())) {
            disable(webhook, "The receiver has answered 410 Gone", now);
        } else if (failing.isPresent()
                && !failing.get().plus(properties.disabledAfter()).isAfter(now)) {
            disable(
                    webhook,
                    "Nothing could be delivered for "
                            + properties.disabledAfter().toDays()
                            + " days",
                    now);
        }
    }

    private void disable(Webhook webhook, String reason, Instant now) {
        if (webhooks.disable(webhook.id(), reason, now)) {
            log.warn(
                    "Webhook disabled, {}: organization={} webhook={}",
                    reason,
                    webhook.organization(),
                    webhook.id());
        }
    }
}
