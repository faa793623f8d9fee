package codex.jobs.stores.webhooks;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.model.webhook.WebhookSecret;
import codex.jobs.model.webhook.WebhookStatus;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Keeps webhooks.
public final class WebhookStore {

    private static final String ORGANIZATION = "organization";
    private static final String STATUS = "status";
    private static final FindOneAndUpdateOptions AFTERWARDS =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final Records<Webhook> webhooks;

    WebhookStore(MongoTemplate mongo) {
        this.webhooks = new Records<>(mongo, Collections.WEBHOOKS, Webhook.class);
    }

    public void insert(Webhook webhook) {
        webhooks.call(stored -> stored.insertOne(webhook));
    }

    public Optional<Webhook> find(OrganizationId organization, String id) {
        return webhooks.find(new Query(of(organization).and("_id").is(id)).limit(1)).stream()
                .findFirst();
    }

    /// All of an organization, the oldest first.
    public List<Webhook> list(OrganizationId organization) {
        return webhooks.find(new Query(of(organization)).with(Sort.by("createdAt", "_id")));
    }

    public long count(OrganizationId organization) {
        return webhooks.count(of(organization));
    }

    private static Criteria of(OrganizationId organization) {
        return Criteria.where(ORGANIZATION).is(organization.value());
    }

    /// Those of some organizations that are told something.
    public List<Webhook> enabled(Collection<OrganizationId> organizations) {
        var values = organizations.stream().map(OrganizationId::value).toList();
        return organizations.isEmpty()
                ? List.of()
                : webhooks.find(
                        new Query(
                                Criteria.where(ORGANIZATION)
                                        .in(values)
                                        .and(STATUS)
                                        .is(WebhookStatus.ENABLED.name())));
    }

    /// The organizations that have any that are told something.
    public Set<OrganizationId> organizations() {
        return webhooks.call(stored ->
                stored.distinct(
                                ORGANIZATION,
                                eq(STATUS, WebhookStatus.ENABLED.name()),
                                String.class)
                        .map(OrganizationId::new)
                        .into(new HashSet<>()));
    }

    /// What is to become of a webhook; null: nothing.
    ///
    /// @param payload empty for everything
    public record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable List<WebhookEvent> events,
            @Nullable List<PayloadField> payload,
            @Nullable WebhookStatus status,
            @Nullable WebhookSecret secret) {

        private Bson update(Instant now) {
            var updates = new ArrayList<Bson>();
            updates.add(set("updatedAt", Date.from(now)));
            if (name != null) {
                updates.add(set("name", name));
            }
            if (url != null) {
                updates.add(set("url", url));
            }
            if (events != null) {
                updates.add(set("events", events.stream().map(Enum::name).toList()));
            }
            if (payload != null) {
                updates.add(
                        payload.isEmpty()
                                ? unset("payload")
                                : set("payload", payload.stream().map(Change::document).toList()));
            }
            if (secret != null) {
                updates.add(set("secret.value", secret.value()));
            }
            if (status != null) {
                updates.add(set(STATUS, status.name()));
                updates.add(set("failures", 0L));
                updates.add(unset("failingSince"));
                updates.add(unset("disabledReason"));
            }
            return combine(updates);
        }

        private static Document document(PayloadField field) {
            return new Document("key", field.key()).append("pointer", field.pointer());
        }
    }

    /// The webhook as it is now; empty if it is gone.
    public Optional<Webhook> change(
            OrganizationId organization, String id, Change change, Instant now) {
        return updated(
                and(eq("_id", id), eq(ORGANIZATION, organization.value())), change.update(now));
    }

    private Optional<Webhook> updated(Bson which, Bson update) {
        return webhooks.call(
                stored -> Optional.ofNullable(stored.findOneAndUpdate(which, update, AFTERWARDS)));
    }

    /// Whether it was there.
    public boolean delete(OrganizationId organization, String id) {
        return webhooks.call(stored ->
                stored.deleteOne(and(eq("_id", id), eq(ORGANIZATION, organization.value())))
                        .getDeletedCount())
                == 1;
    }

    /// Something was delivered.
    public void succeeded(String id) {
        webhooks.call(stored ->
                stored.updateOne(
                        and(eq("_id", id), gt("failures", 0L)),
                        combine(set("failures", 0L), unset("failingSince"))));
    }

    /// An attempt has failed.
    ///
    /// @return the webhook as it is now
    public Optional<Webhook> failed(String id, Instant now) {
        webhooks.call(stored ->
                stored.updateOne(
                        and(eq("_id", id), exists("failingSince", false)),
                        set("failingSince", Date.from(now))));
        return updated(eq("_id", id), inc("failures", 1L));
    }

    /// Tells it nothing more.
    ///
    /// @return whether it was enabled until now
    public boolean disable(String id, String reason, Instant now) {
        return webhooks.call(stored ->
                stored.updateOne(
                                and(eq("_id", id), eq(STATUS, WebhookStatus.ENABLED.name())),
                                combine(
                                        set(STATUS, WebhookStatus.DISABLED.name()),
                                        set("disabledReason", reason),
                                        set("updatedAt", Date.from(now))))
                        .getModifiedCount())
                == 1;
    }
}
