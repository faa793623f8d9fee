package codex.jobs.api.webhooks;

import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The input of `updateWebhook`: what is given changes.
record UpdateWebhookInput(
        String id,
        @Nullable String name,
        @Nullable String url,
        @Nullable List<WebhookEvent> events,
        @Nullable List<PayloadField> payload,
        @Nullable Boolean enabled) {}
