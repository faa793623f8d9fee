package codex.jobs.stores.webhooks;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.DeliveryStatus;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import codex.jobs.stores.webhooks.Delivery.Attempt;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Keeps deliveries: what is still to be told, and what was. The number of tries is the fencing
/// token of an attempt: whoever was too slow writes nothing.
public final class DeliveryStore {

    private static final String ORGANIZATION = "organization";
    private static final String STATUS = "status";
    private static final String DUE_AT = "dueAt";
    private static final String PENDING = DeliveryStatus.PENDING.name();
    private static final FindOneAndUpdateOptions AFTERWARDS =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final Records<Delivery> deliveries;

    DeliveryStore(MongoTemplate mongo) {
        this.deliveries = new Records<>(mongo, Collections.WEBHOOK_DELIVERIES, Delivery.class);
    }

    /// Stores those that are not known yet.
    ///
    /// @return how many were new
    public int add(List<Delivery> planned) {
        if (planned.isEmpty()) {
            return 0;
        }
        return deliveries.call(stored -> {
            try {
                return stored.insertMany(planned, new InsertManyOptions().ordered(false))
                        .getInsertedIds()
                        .size();
            } catch (MongoBulkWriteException e) {
                if (e.getWriteConcernError() != null
                        || !e.getWriteErrors().stream()
                                .allMatch(error ->
                                        error.getCategory() == ErrorCategory.DUPLICATE_KEY)) {
                    throw e;
                }
                return planned.size() - e.getWriteErrors().size();
            }
        });
    }

    /// How many an organization has that are not delivered yet.
    public long countPending(OrganizationId organization) {
        return deliveries.call(stored ->
                stored.countDocuments(
                        and(eq(STATUS, PENDING), eq(ORGANIZATION, organization.value()))));
    }

    /// The organizations for which something is due.
    public List<OrganizationId> waiting(Instant now) {
        return deliveries.call(stored ->
                stored.distinct(ORGANIZATION, due(now), String.class)
                        .map(OrganizationId::new)
                        .into(new ArrayList<>()));
    }

    /// What is due for an organization, longest overdue first.
    public List<Delivery> due(OrganizationId organization, Instant now, int limit) {
        return find(
                and(due(now), eq(ORGANIZATION, organization.value())),
                Sorts.ascending(DUE_AT),
                0,
                limit);
    }

    private static Bson due(Instant now) {
        return and(eq(STATUS, PENDING), lte(DUE_AT, Date.from(now)));
    }

    /// Takes a delivery that was found due.
    ///
    /// @param until when somebody else may take it over
    /// @return empty if somebody else was faster
    public Optional<Delivery> claim(Delivery found, Instant until) {
        return updated(
                and(
                        eq("_id", found.id()),
                        eq(STATUS, PENDING),
                        eq(DUE_AT, Date.from(found.dueAt())),
                        eq("tries", found.tries())),
                combine(set(DUE_AT, Date.from(until)), inc("tries", 1)));
    }

    private Optional<Delivery> updated(Bson which, Bson update) {
        return deliveries.call(
                stored -> Optional.ofNullable(stored.findOneAndUpdate(which, update, AFTERWARDS)));
    }

    /// Stores what is sent, unless it is stored already.
    ///
    /// @return what is stored now; empty if the delivery is gone
    public Optional<String> keepPayload(Delivery delivery, String payload) {
        deliveries.call(stored ->
                stored.updateOne(
                        and(eq("_id", delivery.id()), exists("payload", false)),
                        set("payload", payload)));
        return find(eq("_id", delivery.id()), Sorts.ascending("_id"), 0, 1).stream()
                .findFirst()
                .map(Delivery::payload);
    }

    /// Ends an attempt.
    ///
    /// @param status what the delivery is now
    /// @param nextDueAt when the next attempt is due; null if there is none
    /// @return whether the attempt was still the last one
    public boolean ended(
            Delivery claimed, Attempt attempt, DeliveryStatus status, @Nullable Instant nextDueAt) {
        var updates = new ArrayList<Bson>();
        updates.add(push("attempts", document(attempt)));
        updates.add(set(STATUS, status.name()));
        if (nextDueAt != null) {
            updates.add(set(DUE_AT, Date.from(nextDueAt)));
        }
        if (status == DeliveryStatus.DELIVERED) {
            updates.add(set("deliveredAt", Date.from(attempt.at().plusMillis(attempt.millis()))));
        }
        return updated(isAttempt(claimed), combine(updates)).isPresent();
    }

    private static Document document(Attempt attempt) {
        var document = new Document("at", Date.from(attempt.at()));
        if (attempt.status() != null) {
            document.append("status", attempt.status());
        }
        if (attempt.error() != null) {
            document.append("error", attempt.error());
        }
        return document.append("millis", attempt.millis());
    }

    /// Gives up a delivery before it is sent.
    public void drop(Delivery claimed) {
        var _ = updated(isAttempt(claimed), set(STATUS, DeliveryStatus.DROPPED.name()));
    }

    private static Bson isAttempt(Delivery claimed) {
        return and(
                eq("_id", claimed.id()),
                eq(STATUS, PENDING),
                eq("tries", claimed.tries()),
                eq(DUE_AT, Date.from(claimed.dueAt())));
    }

    /// Has a delivery that is over made again, from the beginning.
    public Optional<Delivery> again(OrganizationId organization, String id, Instant now) {
        return updated(
                and(eq("_id", id), eq(ORGANIZATION, organization.value()), ne(STATUS, PENDING)),
                combine(set(STATUS, PENDING), set("tries", 0), set(DUE_AT, Date.from(now))));
    }

    public Optional<Delivery> find(OrganizationId organization, String id) {
        return find(
                        and(eq("_id", id), eq(ORGANIZATION, organization.value())),
                        Sorts.ascending("_id"),
                        0,
                        1)
                .stream()
                .findFirst();
    }

    /// What a webhook was or is to be told, the latest first.
    ///
    /// @param status only those, or all
    public Page<Delivery> search(
            OrganizationId organization,
            String webhook,
            @Nullable DeliveryStatus status,
            int offset,
            int limit) {
        var of = and(eq(ORGANIZATION, organization.value()), eq("webhook", webhook));
        var which = status == null ? of : and(of, eq(STATUS, status.name()));
        var found = find(which, Sorts.descending("createdAt", "_id"), offset, limit);
        return new Page<>(
                found,
                offset,
                limit,
                Page.total(
                        found.size(),
                        offset,
                        limit,
                        () -> deliveries.call(stored -> stored.countDocuments(which))));
    }

    private List<Delivery> find(Bson which, Bson order, int offset, int limit) {
        return deliveries.call(stored ->
                stored.find(which).sort(order).skip(offset).limit(limit).into(new ArrayList<>()));
    }
}
