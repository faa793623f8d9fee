package codex.jobs.stores.webhooks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.DeliveryStatus;
import codex.jobs.model.webhook.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// The telling of one event to one webhook.
///
/// @param id follows from webhook, job and event, so that nothing is told twice for being found
///   twice
/// @param dueAt when the next attempt is due, while it is pending; during an attempt, when somebody
///   else may take it over
/// @param tries since the first one, or since it was last asked for by hand
/// @param payload what is sent, the same in each attempt; null until the first
/// @param attempts what came of them, the oldest first
public record Delivery(
        @BsonId String id,
        OrganizationId organization,
        String webhook,
        JobId job,
        WebhookEvent event,
        Instant occurredAt,
        DeliveryStatus status,
        Instant dueAt,
        int tries,
        @Nullable String payload,
        List<Attempt> attempts,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        Instant expiresAt) {

    /// What came of one try.
    ///
    /// @param status of HTTP; null if there was no answer
    /// @param error in words, and null if there was none
    public record Attempt(
            Instant at, @Nullable Integer status, @Nullable String error, long millis) {}

    /// A delivery that is due at once.
    ///
    /// @param keep how long it is known from now on
    public static Delivery planned(
            Webhook webhook,
            Job job,
            WebhookEvent event,
            Instant occurredAt,
            Instant now,
            Duration keep) {
        return new Delivery(
                "%s-%s-%s-%s"
                        .formatted(
                                webhook.id(),
                                job.id(),
                                event.word(),
                                // a job that is tried again is not created again
                                event == WebhookEvent.INSERT ? 1 : job.attempt()),
                job.organization(),
                webhook.id(),
                job.id(),
                event,
                occurredAt,
                DeliveryStatus.PENDING,
                now,
                0,
                null,
                List.of(),
                now,
                null,
                now.plus(keep));
    }
}
