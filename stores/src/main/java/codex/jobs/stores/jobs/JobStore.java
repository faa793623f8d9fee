package codex.jobs.stores.jobs;

import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobRetention;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Records;
import codex.jobs.stores.mongo.Versions;
import codex.jobs.stores.mongo.WakeUp;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bson.conversions.Bson;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// The jobs. A job is changed only by replacing the version that was read ([#apply]), so two who
/// change the same version never both win.
public final class JobStore {

    private static final int READERS = 100;

    private final MongoTemplate mongo;
    private final Records<StoredJob> jobs;

    JobStore(MongoTemplate mongo) {
        this.mongo = mongo;
        this.jobs = new Records<>(mongo, Collections.JOBS, StoredJob.class, new SpecCodecs());
    }

    /// Stores a new job. If the organization has a job with the same idempotency key already,
    /// nothing is stored and that job is the answer.
    public Job insert(Job job) {
        try {
            jobs.call(stored -> stored.insertOne(StoredJob.of(job)));
            return job;
        } catch (DuplicateKeyException e) {
            return sameIdempotencyKey(job).orElseThrow(() -> e);
        }
    }

    /// Stores new jobs that nobody else creates, or does so alike: those that are there already
    /// stay as they are.
    public void insertMissing(List<Job> created) {
        if (!created.isEmpty()) {
            var documents = created.stream().map(StoredJob::of).toList();
            jobs.call(stored -> {
                Versions.insertMissing(stored, documents);
                return true;
            });
        }
    }

    private Optional<Job> sameIdempotencyKey(Job job) {
        return Optional.ofNullable(StoredJob.idempotency(job))
                .flatMap(key -> one(Criteria.where("idempotency").is(key)));
    }

    public Optional<Job> find(OrganizationId organization, JobId job) {
        return one(Criteria.where("_id").is(job).and("organization").is(organization));
    }

    /// The job that was created with this key.
    public Optional<Job> find(OrganizationId organization, IdempotencyKey key) {
        return one(Criteria.where("idempotency").is(organization + "/" + key.value()));
    }

    /// A job that is not over and has to do with this environment: works in it, copies from or to
    /// it, or was asked for from there.
    public List<Job> unfinishedAt(
            OrganizationId organization, EnvironmentId environment, int limit) {
        var which =
                Criteria.where("organization")
                        .is(organization)
                        .and("status")
                        .in(JobStatus.PENDING, JobStatus.ACTIVE)
                        .orOperator(
                                Criteria.where("environment").is(environment),
                                Criteria.where("spec.baseEnvironment").is(environment),
                                Criteria.where("spec.targetEnvironment").is(environment));
        return find(new Query(which).limit(limit));
    }

    /// Those of the jobs that exist, in no particular order.
    public List<Job> findAll(Collection<JobId> jobs) {
        return jobs.isEmpty() ? List.of() : find(new Query(Criteria.where("_id").in(jobs)));
    }

    /// Whether there is a job that was given this file and works, or may be made to work again.
    ///
    /// @param fileKey inside the organization's prefix
    public boolean needFile(OrganizationId organization, String fileKey) {
        var which =
                Filters.and(
                        Filters.eq("spec.fileKey", fileKey),
                        Filters.eq("organization", organization.value()));
        return jobs.call(stored -> {
            try (var readers = stored.find(which).batchSize(READERS).cursor()) {
                while (readers.hasNext()) {
                    if (JobRetention.mayWork(readers.next().job())) {
                        return true;
                    }
                }
                return false;
            }
        });
    }

    /// Replaces `expected` by `next` if it is still the stored version; tells whether it was.
    public boolean apply(Job expected, Job next) {
        var replaced =
                jobs.call(stored ->
                        stored.replaceOne(version(expected), StoredJob.of(next)).getMatchedCount());
        return replaced == 1;
    }

    /// Many changes in one round trip, each on its own; answers the jobs whose change won. At most
    /// one change for each job.
    public Set<JobId> applyAll(List<Change> changes) {
        if (changes.isEmpty()) {
            return Set.of();
        }
        var replacements =
                changes.stream()
                        .map(change ->
                                new Versions.Replacement<>(
                                        change.next().id(),
                                        change.expected().version(),
                                        StoredJob.of(change.next()),
                                        change.next().version()))
                        .toList();
        return jobs.call(stored -> Versions.replaceAll(stored, replacements)).stream()
                .map(index -> changes.get(index).next().id())
                .collect(Collectors.toSet());
    }

    /// At which jobs somebody must look up to a time, longest overdue first.
    ///
    /// @see WakeUp#until
    public List<WakeUp> wakeUps(Instant until, int most, Predicate<String> wanted) {
        return WakeUp.until(mongo, Collections.JOBS, until, most, wanted);
    }

    /// Jobs of this type that have ended before `time` and given back everything, in the order of
    /// their creation.
    public List<Job> settledBefore(
            OrganizationId organization, JobType type, Instant time, int limit) {
        var which =
                Criteria.where("organization")
                        .is(organization)
                        .and("createdAt")
                        .lt(time)
                        .and("finishedAt")
                        .lt(time)
                        .and("settled")
                        .is(true)
                        .and("spec." + SpecCodecs.TYPE)
                        .is(type.name());
        return find(new Query(which).with(Sort.by("createdAt")).limit(limit));
    }

    /// Removes a job for good if it is still as it was read; tells whether it was.
    public boolean remove(Job job) {
        return jobs.call(stored -> stored.deleteOne(version(job)).getDeletedCount()) == 1;
    }

    /// How many jobs somebody must look at by now.
    public long countDueForWakeUp(Instant now) {
        return jobs.count(Criteria.where("wakeAt").lte(now));
    }

    /// Jobs whose active task this session runs.
    public List<Job> leasedBy(SessionId session, int limit) {
        return find(new Query(Criteria.where("leaseOwner").is(session)).limit(limit));
    }

    /// Every session that holds a lease.
    public Set<SessionId> leaseOwners() {
        // Without a condition no index that is sparse would do, and all jobs be read.
        var leased = Filters.gt("leaseOwner", "");
        return jobs.call(stored ->
                stored.distinct("leaseOwner", leased, SessionId.class).into(new HashSet<>()));
    }

    public Page<Job> search(OrganizationId organization, JobQuery query) {
        var items =
                query.limit() == 0
                        ? List.<Job>of()
                        : find(
                                new Query(JobFilter.forReading(organization, query))
                                        .with(JobFilter.order(query))
                                        .skip(query.offset())
                                        .limit(query.limit()));
        var total =
                Page.total(
                        items.size(),
                        query.offset(),
                        query.limit(),
                        () -> jobs.count(JobFilter.forCounting(organization, query)));
        return new Page<>(items, query.offset(), query.limit(), total);
    }

    public long countByStatus(OrganizationId organization, JobStatus status) {
        return jobs.count(Criteria.where("organization").is(organization).and("status").is(status));
    }

    /// How many jobs of an organization are not over.
    public long countUnfinished(OrganizationId organization) {
        return jobs.count(
                Criteria.where("organization")
                        .is(organization)
                        .and("status")
                        .in(JobStatus.PENDING, JobStatus.ACTIVE));
    }

    private Optional<Job> one(Criteria filter) {
        return find(new Query(filter).limit(1)).stream().findFirst();
    }

    private List<Job> find(Query query) {
        return jobs.find(query).stream().map(StoredJob::job).toList();
    }

    private static Bson version(Job job) {
        return Versions.version(job.id(), job.version());
    }
}
