package codex.jobs.stores.webhooks;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.model.webhook.WebhookSecret;
import codex.jobs.model.webhook.WebhookStatus;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to know what happens to an organization's jobs.
///
/// @param payload what is sent, null for everything
/// @param disabledReason null if its owners have disabled it
/// @param failures attempts in a row that failed
/// @param failingSince the first of them
public record Webhook(
        @BsonId String id,
        OrganizationId organization,
        String name,
        String url,
        List<WebhookEvent> events,
        @Nullable List<PayloadField> payload,
        WebhookSecret secret,
        WebhookStatus status,
        @Nullable String disabledReason,
        long failures,
        @Nullable Instant failingSince,
        Instant createdAt,
        @Nullable Instant updatedAt,
        Actor createdBy) {

    public boolean isEnabled() {
        return status == WebhookStatus.ENABLED;
    }
}
