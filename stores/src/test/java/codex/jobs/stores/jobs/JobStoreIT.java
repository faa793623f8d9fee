package codex.jobs.stores.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.IdempotencyKey;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Any;
import codex.jobs.stores.Stores;
import codex.jobs.stores.Together;
import codex.jobs.stores.mongo.WakeUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

class JobStoreIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final JobStore jobs = stores.get(JobStore.class);
    private final JobExamples examples = new JobExamples();

    @BeforeEach
    void noJobs() {
        stores.get(MongoTemplate.class).remove(new Query(), "jobs");
    }

    @Test
    void everyJobComesBackAsItWas() {
        var seed = System.nanoTime();
        var any = new Any(seed);

        for (int i = 0; i < 500; i++) {
            var job = any.of(Job.class);
            jobs.insert(job);
            assertThat(jobs.find(job.organization(), job.id())).as("seed %d", seed).contains(job);
        }
    }

    @Test
    void everyVersionComesBackAsItWas() {
        var seed = System.nanoTime();
        var any = new Any(seed);
        var stored = jobs.insert(any.of(Job.class));

        for (int i = 0; i < 200; i++) {
            var next = examples.next(stored, any.of(Job.class));
            assertThat(jobs.apply(stored, next)).isTrue();
            assertThat(jobs.findAll(List.of(next.id()))).as("seed %d", seed).containsExactly(next);
            stored = next;
        }
    }

    @Test
    void jobOfAnotherOrganizationIsNotFound() {
        var job = jobs.insert(examples.job("acme"));

        assertThat(jobs.find(new OrganizationId("other"), job.id())).isEmpty();
    }

    @Test
    void sameIdempotencyKeyLeadsToTheFirstJob() {
        var key = new IdempotencyKey("once", "digest");
        var first = examples.job("acme", key);

        assertThat(jobs.insert(first)).isEqualTo(first);
        assertThat(jobs.insert(examples.job("acme", key))).isEqualTo(first);
        assertThat(jobs.search(first.organization(), JobQuery.all(0, 10)).total()).isEqualTo(1);
    }

    @Test
    void idempotencyKeysOfOrganizationsAreApart() {
        var key = new IdempotencyKey("once", "digest");
        var ours = examples.job("acme", key);
        var theirs = examples.job("other", key);

        assertThat(jobs.insert(ours)).isEqualTo(ours);
        assertThat(jobs.insert(theirs)).isEqualTo(theirs);
    }

    @Test
    void idempotencyKeyIsKeptWhenTheJobChanges() {
        var key = new IdempotencyKey("once", "digest");
        var job = jobs.insert(examples.job("acme", key));
        var changed = examples.touched(job);
        jobs.apply(job, changed);

        assertThat(jobs.insert(examples.job("acme", key))).isEqualTo(changed);
    }

    @Test
    void oneOfManyAtOnceGetsTheIdempotencyKey() throws Exception {
        var key = new IdempotencyKey("race", "digest");
        Set<JobId> answers = ConcurrentHashMap.newKeySet();

        Together.run(8, () -> answers.add(jobs.insert(examples.job("acme", key)).id()));

        assertThat(answers).hasSize(1);
    }

    @Test
    void secondWriterOfAVersionLoses() {
        var job = jobs.insert(examples.job("acme"));
        var first = examples.wakingAt(job, NOW);
        var second = examples.wakingAt(job, NOW.plusSeconds(1));

        assertThat(jobs.apply(job, first)).isTrue();
        assertThat(jobs.apply(job, second)).isFalse();
        assertThat(jobs.find(job.organization(), job.id())).contains(first);
    }

    @Test
    void missingJobCannotBeChanged() {
        var job = examples.job("acme");

        assertThat(jobs.apply(job, examples.touched(job))).isFalse();
        assertThat(jobs.applyAll(List.of(new Change(job, examples.touched(job))))).isEmpty();
        assertThat(jobs.find(job.organization(), job.id())).isEmpty();
    }

    @Test
    void noChangeIsLostOrDoneTwiceWhenManyWriteOneJob() throws Exception {
        var job = jobs.insert(examples.job("acme"));
        var won = new AtomicLong();

        Together.run(
                8,
                () -> {
                    for (int i = 0; i < 40; i++) {
                        var read = jobs.findAll(List.of(job.id())).getFirst();
                        var change = new Change(read, examples.touched(read));
                        var alone = i % 2 == 0;
                        if (alone
                                ? jobs.apply(change.expected(), change.next())
                                : !jobs.applyAll(List.of(change)).isEmpty()) {
                            won.incrementAndGet();
                        }
                    }
                    return true;
                });

        var last = jobs.findAll(List.of(job.id())).getFirst();
        assertThat(last.version()).isEqualTo(job.version() + won.get());
    }

    @Test
    void bulkOfChangesTellsExactlyWhoWon() {
        var current = IntStream.range(0, 50).mapToObj(_ -> jobs.insert(examples.job("acme")));
        var changes = new ArrayList<Change>();
        var winners = new ArrayList<JobId>();
        current.forEach(job -> {
            var next = examples.touched(job);
            if (changes.size() % 3 == 0) {
                // A rival has made the same version number of something else.
                jobs.apply(job, examples.wakingAt(job, NOW));
            } else {
                winners.add(job.id());
            }
            changes.add(new Change(job, next));
        });

        assertThat(jobs.applyAll(changes)).containsExactlyInAnyOrderElementsOf(winners);
        for (var change : changes) {
            var stored = jobs.findAll(List.of(change.next().id())).getFirst();
            assertThat(stored.equals(change.next())).isEqualTo(winners.contains(stored.id()));
        }
    }

    @Test
    void bulkOfChangesWithoutRivalsWinsAll() {
        var changes =
                IntStream.range(0, 20)
                        .mapToObj(_ -> jobs.insert(examples.job("acme")))
                        .map(job -> new Change(job, examples.touched(job)))
                        .toList();

        assertThat(jobs.applyAll(changes)).hasSize(20);
        assertThat(jobs.applyAll(changes)).isEmpty();
        assertThat(jobs.applyAll(List.of())).isEmpty();
    }

    @Test
    void jobsAreWokenLongestOverdueFirst() {
        var later = jobs.insert(examples.wakingAt(examples.job("acme"), NOW));
        var sooner = jobs.insert(examples.wakingAt(examples.job("other"), NOW.minusSeconds(9)));
        var middle = jobs.insert(examples.wakingAt(examples.job("acme"), NOW.minusSeconds(5)));
        jobs.insert(examples.wakingAt(examples.job("acme"), NOW.plusMillis(1)));
        jobs.insert(examples.wakingAt(examples.job("acme"), null));

        assertThat(jobs.wakeUps(NOW, 10, _ -> true))
                .containsExactly(
                        new WakeUp(sooner.id().value(), NOW.minusSeconds(9)),
                        new WakeUp(middle.id().value(), NOW.minusSeconds(5)),
                        new WakeUp(later.id().value(), NOW));
        assertThat(jobs.wakeUps(NOW, 2, _ -> true)).hasSize(2);
        assertThat(jobs.wakeUps(NOW, 2, middle.id().value()::equals))
                .extracting(WakeUp::id)
                .containsExactly(middle.id().value());
        assertThat(jobs.countDueForWakeUp(NOW)).isEqualTo(3);
    }

    @Test
    void jobsThatAreNotOverAreCounted() {
        jobs.insert(examples.job("acme"));
        jobs.insert(examples.ended(examples.job("acme"), JobStatus.ACTIVE, null));
        jobs.insert(examples.ended(examples.job("acme"), JobStatus.FAILED, JobOutcome.FAILED));
        jobs.insert(examples.job("other"));

        assertThat(jobs.countUnfinished(new OrganizationId("acme"))).isEqualTo(2);
    }

    @Test
    void leasesAreFoundByTheirOwner() {
        var session = new SessionId("worker-1");
        var mine = jobs.insert(examples.leasedBy(examples.job("acme"), session));
        jobs.insert(examples.leasedBy(examples.job("acme"), new SessionId("worker-2")));
        jobs.insert(examples.job("acme"));

        assertThat(jobs.leasedBy(session, 10)).containsExactly(mine);
        assertThat(jobs.leaseOwners())
                .containsExactlyInAnyOrder(session, new SessionId("worker-2"));
    }

    @Test
    void specIsStoredUnderItsJobType() {
        var job = examples.job("acme");
        jobs.insert(job);

        var document = stores.get(MongoTemplate.class).findAll(Document.class, "jobs");

        assertThat(job.spec())
                .isEqualTo(
                        new JobSpec.ImportEntries(
                                "uploads/1/a.json",
                                ImportConflictMode.UPSERT,
                                false,
                                "site1",
                                null,
                                null));
        assertThat(document.getFirst().getEmbedded(List.of("spec", "_type"), String.class))
                .isEqualTo("IMPORT_ENTRIES");
    }
}
