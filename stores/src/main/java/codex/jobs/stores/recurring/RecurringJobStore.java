package codex.jobs.stores.recurring;

import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import codex.jobs.stores.mongo.Versions;
import codex.jobs.stores.mongo.WakeUp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The recurring jobs. One is changed only by replacing the version that was read.
public final class RecurringJobStore {

    private final MongoTemplate mongo;
    private final Records<StoredRecurringJob> jobs;

    RecurringJobStore(MongoTemplate mongo) {
        this.mongo = mongo;
        this.jobs = new Records<>(mongo, Collections.RECURRING_JOBS, StoredRecurringJob.class);
    }

    /// One as it was read, and as it shall be.
    public record Change(RecurringJob expected, RecurringJob next) {}

    /// Stores a new one. If the organization has one with the same idempotency key already, nothing
    /// is stored and that one is the answer.
    public RecurringJob insert(RecurringJob job) {
        try {
            jobs.call(stored -> stored.insertOne(StoredRecurringJob.of(job)));
            return job;
        } catch (DuplicateKeyException e) {
            var key = job.idempotencyKey();
            if (key == null) {
                throw e;
            }
            return find(job.organization(), key).orElseThrow(() -> e);
        }
    }

    public Optional<RecurringJob> find(OrganizationId organization, RecurringJobId job) {
        return one(Criteria.where("_id").is(job).and("organization").is(organization));
    }

    /// The one that was created with this key.
    public Optional<RecurringJob> find(OrganizationId organization, IdempotencyKey key) {
        return one(Criteria.where("idempotency").is(organization + "/" + key.value()));
    }

    /// Those that exist, in no particular order.
    public List<RecurringJob> findAll(Collection<RecurringJobId> ids) {
        return ids.isEmpty() ? List.of() : find(new Query(Criteria.where("_id").in(ids)));
    }

    /// Those that copy from or to an environment, without deleted ones.
    public List<RecurringJob> using(
            OrganizationId organization, EnvironmentId environment, int most) {
        var which =
                Criteria.where("organization")
                        .is(organization)
                        .and("deleted")
                        .is(false)
                        .orOperator(
                                Criteria.where("spec.baseEnvironment").is(environment),
                                Criteria.where("spec.targetEnvironment").is(environment));
        return find(new Query(which).limit(most));
    }

    /// Replaces `expected` by `next` if it is still the stored version; tells whether it was.
    public boolean apply(RecurringJob expected, RecurringJob next) {
        return jobs.call(stored ->
                stored.replaceOne(
                                Versions.version(expected.id(), expected.version()),
                                StoredRecurringJob.of(next))
                        .getMatchedCount())
                == 1;
    }

    /// Many changes in one round trip, each on its own; answers those that won. At most one change
    /// for each recurring job.
    public Set<RecurringJobId> applyAll(List<Change> changes) {
        if (changes.isEmpty()) {
            return Set.of();
        }
        var replacements =
                changes.stream()
                        .map(change ->
                                new Versions.Replacement<>(
                                        change.next().id(),
                                        change.expected().version(),
                                        StoredRecurringJob.of(change.next()),
                                        change.next().version()))
                        .toList();
        return jobs.call(stored -> Versions.replaceAll(stored, replacements)).stream()
                .map(index -> changes.get(index).next().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// At which ones a scheduler must look up to a time, longest overdue first.
    ///
    /// @see WakeUp#until
    public List<WakeUp> wakeUps(Instant until, int most, Predicate<String> wanted) {
        return WakeUp.until(mongo, Collections.RECURRING_JOBS, until, most, wanted);
    }

    public Page<RecurringJob> search(OrganizationId organization, RecurringQuery query) {
        var filter = query.filter(organization);
        var items =
                query.limit() == 0
                        ? List.<RecurringJob>of()
                        : find(
                                new Query(filter)
                                        .with(query.order())
                                        .skip(query.offset())
                                        .limit(query.limit()));
        var total =
                Page.total(items.size(), query.offset(), query.limit(), () -> jobs.count(filter));
        return new Page<>(items, query.offset(), query.limit(), total);
    }

    private Optional<RecurringJob> one(Criteria filter) {
        return find(new Query(filter).limit(1)).stream().findFirst();
    }

    private List<RecurringJob> find(Query query) {
        return jobs.find(query).stream().map(StoredRecurringJob::job).toList();
    }
}
