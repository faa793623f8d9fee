package codex.jobs.api.webhooks;

import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The input of `createWebhook`.
///
/// @param events all of them, if none are given
/// @param payload everything, if none is given
record CreateWebhookInput(
        String name,
        String url,
        @Nullable List<WebhookEvent> events,
        @Nullable List<PayloadField> payload) {}
