package codex.jobs.api.webhooks;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.tenant.Role;
import codex.jobs.model.webhook.DeliveryStatus;
import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.model.webhook.WebhookSecret;
import codex.jobs.model.webhook.WebhookStatus;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.Webhook;
import codex.jobs.stores.webhooks.WebhookStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// Webhooks and what they were told, for administrators.
@Controller
class WebhookController {

    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final WebhookChecks checks;
    private final WebhookProperties properties;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    WebhookController(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookChecks checks,
            WebhookProperties properties,
            InstantSource time) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.checks = checks;
        this.properties = properties;
        this.time = time;
    }

    /// A webhook with its secret, which is shown nowhere else.
    record WebhookWithSecret(Webhook webhook, String secret) {}

    record WebhookPayload(Webhook webhook) {}

    record DeletedWebhook(boolean success) {}

    record DeliveryPayload(Delivery delivery) {}

    @MutationMapping
    WebhookWithSecret createWebhook(
            @Argument CreateWebhookInput input, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var violations = new Violations("input");
        checks.check(violations, input.name(), input.url(), input.events(), input.payload());
        if (webhooks.count(caller.organization()) >= properties.most()) {
            violations.add(
                    ErrorCode.QUOTA_EXCEEDED,
                    "",
                    "An organization can have " + properties.most() + " webhooks.");
        }
        violations.throwIfAny();
        var secret = WebhookSecret.of(bytes(SECRET_BYTES));
        var webhook =
                new Webhook(
                        "wh" + HexFormat.of().formatHex(bytes(ID_BYTES)),
                        caller.organization(),
                        input.name(),
                        input.url(),
                        Objects.requireNonNullElse(
                                distinct(input.events()), List.of(WebhookEvent.values())),
                        chosen(input.payload()),
                        secret,
                        WebhookStatus.ENABLED,
                        null,
                        0,
                        null,
                        time.instant(),
                        null,
                        caller.actor());
        webhooks.insert(webhook);
        return new WebhookWithSecret(webhook, secret.value());
    }

    private byte[] bytes(int number) {
        var bytes = new byte[number];
        random.nextBytes(bytes);
        return bytes;
    }

    private static @Nullable List<WebhookEvent> distinct(@Nullable List<WebhookEvent> events) {
        return events == null ? null : events.stream().distinct().sorted().toList();
    }

    private static @Nullable List<PayloadField> chosen(@Nullable List<PayloadField> payload) {
        return payload == null || payload.isEmpty() ? null : payload;
    }

    @MutationMapping
    WebhookPayload updateWebhook(@Argument UpdateWebhookInput input, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var violations = new Violations("input");
        checks.check(violations, input.name(), input.url(), input.events(), input.payload());
        violations.throwIfAny();
        var status =
                input.enabled() == null
                        ? null
                        : input.enabled() ? WebhookStatus.ENABLED : WebhookStatus.DISABLED;
        return new WebhookPayload(
                changed(
                        caller,
                        input.id(),
                        "input.id",
                        new WebhookStore.Change(
                                input.name(),
                                input.url(),
                                distinct(input.events()),
                                input.payload(),
                                status,
                                null)));
    }

    @MutationMapping
    WebhookWithSecret rotateWebhookSecret(@Argument String id, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var secret = WebhookSecret.of(bytes(SECRET_BYTES));
        var webhook =
                changed(
                        caller,
                        id,
                        "id",
                        new WebhookStore.Change(null, null, null, null, null, secret));
        return new WebhookWithSecret(webhook, secret.value());
    }

    private Webhook changed(Caller caller, String id, String argument, WebhookStore.Change change) {
        return webhooks.change(caller.organization(), id, change, time.instant())
                .orElseThrow(() -> notFound(argument));
    }

    private static Rejected notFound(String argument) {
        return new Rejected(ErrorCode.WEBHOOK_NOT_FOUND, argument, "There is no such webhook.");
    }

    @MutationMapping
    DeletedWebhook deleteWebhook(@Argument String id, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        if (!webhooks.delete(caller.organization(), id)) {
            throw notFound("id");
        }
        return new DeletedWebhook(true);
    }

    @QueryMapping
    List<Webhook> webhooks(@ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        return webhooks.list(caller.organization());
    }

    @QueryMapping
    Optional<Webhook> webhook(@Argument String id, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        return webhooks.find(caller.organization(), id);
    }

    @QueryMapping
    Page<Delivery> webhookDeliveries(
            @Argument String webhookId,
            @Argument @Nullable DeliveryStatus status,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var page = Paging.JOBS.of(offset, limit);
        return deliveries.search(
                caller.organization(), webhookId, status, page.offset(), page.limit());
    }

    @SchemaMapping(typeName = "WebhookDelivery", field = "jobId")
    String jobId(Delivery delivery) {
        return delivery.job().value();
    }

    @SchemaMapping(typeName = "WebhookDelivery", field = "dueAt")
    @Nullable Instant dueAt(Delivery delivery) {
        return delivery.status() == DeliveryStatus.PENDING ? delivery.dueAt() : null;
    }

    @MutationMapping
    DeliveryPayload redeliverWebhook(@Argument String deliveryId, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var again =
                deliveries
                        .again(caller.organization(), deliveryId, time.instant())
                        .or(() -> deliveries.find(caller.organization(), deliveryId));
        return new DeliveryPayload(
                again.orElseThrow(() ->
                        new Rejected(
                                ErrorCode.DELIVERY_NOT_FOUND,
                                "deliveryId",
                                "There is no such delivery.")));
    }
}
