package codex.jobs.stores.recurring;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringMachine;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Any;
import codex.jobs.stores.Stores;
import codex.jobs.stores.recurring.RecurringJobStore.Change;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecurringJobStoreIT {

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Actor ALICE = Actor.named("u1", false, "alice", "Alice");

    private final RecurringJobStore jobs = stores.get(RecurringJobStore.class);
    private final OrganizationId organization =
            new OrganizationId("o" + UUID.randomUUID().toString().substring(0, 8));

    private RecurringJob hourly(String name) {
        return RecurringJob.planned(
                new RecurringJobId(UUID.randomUUID().toString().replace("-", "")),
                organization,
                new EnvironmentId("main"),
                name,
                new JobSpec.SyncEnvironments(
                        new EnvironmentId("main"), new EnvironmentId("staging"), false),
                Schedule.inUtc("0 * * * *"),
                ALICE,
                null,
                NOW);
    }

    private static RecurringJob paused(RecurringJob job) {
        return RecurringMachine.step(job, new RecurringEvent.Paused(ALICE), NOW);
    }

    private RecurringQuery query(List<RecurringJobStatus> statuses, String search) {
        return new RecurringQuery(
                null,
                List.of(),
                statuses,
                null,
                new EnvironmentId("staging"),
                search,
                List.of(new RecurringQuery.Sort(RecurringQuery.Field.NAME, false)),
                0,
                10);
    }

    @Test
    void everyOneComesBackAsItWas() {
        var any = new Any(7);
        for (var count = 0; count < 50; count++) {
            var job = any.of(RecurringJob.class);

            jobs.insert(job);

            assertThat(jobs.find(job.organization(), job.id())).contains(job);
        }
    }

    @Test
    void ofTwoChangesOfTheSameVersionOneWins() {
        var before = jobs.insert(hourly("a"));
        var others = IntStream.range(0, 5).mapToObj(_ -> jobs.insert(hourly("b"))).toList();
        assertThat(jobs.apply(before, paused(before))).isTrue();

        var changes =
                java.util.stream.Stream.concat(java.util.stream.Stream.of(before), others.stream())
                        .map(job -> new Change(job, paused(job)))
                        .toList();

        assertThat(jobs.applyAll(changes))
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(RecurringJob::id).toList());
        assertThat(jobs.apply(before, before)).isFalse();
    }

    @Test
    void theyAreSearchedWithinTheirOrganization() {
        var b = jobs.insert(hourly("Nightly b"));
        var a = jobs.insert(hourly("Nightly a"));
        var paused = paused(jobs.insert(hourly("Paused")));
        jobs.apply(jobs.find(organization, paused.id()).orElseThrow(), paused);
        var deleted = jobs.insert(hourly("Nightly gone"));
        jobs.apply(deleted, RecurringMachine.step(deleted, new RecurringEvent.Deleted(ALICE), NOW));

        assertThat(jobs.search(organization, query(List.of(), "nightly")).items())
                .containsExactly(a, b);
        assertThat(jobs.search(organization, query(List.of(RecurringJobStatus.PAUSED), "")).items())
                .containsExactly(paused);
        assertThat(
                        jobs.search(organization, query(List.of(RecurringJobStatus.DELETED), ""))
                                .total())
                .isEqualTo(1);
        assertThat(jobs.search(new OrganizationId("nobody"), query(List.of(), "")).total())
                .isZero();
        assertThat(jobs.using(organization, new EnvironmentId("staging"), 10)).hasSize(3);
        assertThat(jobs.find(new OrganizationId("nobody"), a.id())).isEmpty();
    }

    @Test
    void thoseThatWaitForATimeAreFoundByIt() {
        var job = jobs.insert(hourly("a"));
        var paused = jobs.insert(paused(hourly("b")));
        var at = NOW.plusSeconds(3600);

        assertThat(jobs.wakeUps(at, 1_000, id -> id.equals(job.id().value()))).hasSize(1);
        assertThat(jobs.wakeUps(at.minusMillis(1), 1_000, id -> id.equals(job.id().value())))
                .isEmpty();
        assertThat(jobs.wakeUps(at, 1_000, id -> id.equals(paused.id().value()))).isEmpty();
    }
}
