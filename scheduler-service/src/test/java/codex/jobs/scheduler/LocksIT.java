package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.message.Topics;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.scheduler.locks.LockQueue;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import codex.jobs.stores.tenants.EnvironmentLocks;
import codex.jobs.stores.tenants.EnvironmentStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocksIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final SessionId WORKER = new SessionId("w-of-a-test");

    private static TestScheduler scheduler;
    private static Scene scene;

    @BeforeAll
    static void start() {
        // Long before a worker without a session would be missed.
        scheduler = TestScheduler.start(servers, "codex.jobs.scheduler.reconcile-period=1h");
        scene = new Scene(scheduler);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    private static EnvironmentLock lock(EnvironmentId environment) {
        return scheduler.bean(EnvironmentLocks.class).find(Jobs.ACME, environment);
    }

    private static Job awaitWaiting(Job job) {
        return scene.awaitUntil(job, now -> now.lockWait() != null);
    }

    @Test
    void importsOfOneEnvironmentTakeTurnsFirstComeFirstServed() throws Exception {
        var environment = Scene.anEnvironment();
        scheduler.bean(EnvironmentStore.class).insert(named(environment, "turn-by-turn"));
        var first = scene.announced(environment);
        scene.awaitDispatched(first);
        var second = scene.announced(environment);
        awaitWaiting(second);
        var third = scene.announced(environment);

        var waiting = awaitWaiting(third);

        assertThat(waiting).hasStatus(JobStatus.PENDING);
        assertThat(waiting.lockWait()).isEqualTo(new LockWait(environment, first.id()));
        scene.worked(first, WORKER);
        scene.awaitDispatched(second);
        assertThat(scene.stored(third)).hasStatus(JobStatus.PENDING);
        scene.worked(second, WORKER);
        scene.worked(third, WORKER);
        assertThat(lock(environment)).isEqualTo(EnvironmentLock.FREE);
        assertThat(lines(third))
                .extracting(LogLine::message)
                .containsExactly(
                        "Waiting for job %s on environment turn-by-turn".formatted(first.id()));
    }

    /// Whoever came first gets it, in whatever order a scheduler comes to know of them.
    @Test
    void jobsThatAskAtOnceTakeTurnsInTheOrderInWhichTheyWereCreated() {
        var environment = Scene.anEnvironment();
        var jobs =
                Stream.generate(() -> scene.created(environment, null))
                        .limit(20)
                        .sorted(
                                Comparator.comparing(Job::createdAt)
                                        .thenComparing(job -> job.id().value()))
                        .toList();

        var queue = scheduler.bean(LockQueue.class);
        queue.request(jobs.reversed());

        for (var turn : jobs) {
            assertThat(lock(environment).isHeldBy(turn.id())).isTrue();
            queue.release(List.of(turn));
        }
        jobs.forEach(job -> scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE)));
    }

    private static Environment named(EnvironmentId id, String alias) {
        return new Environment(
                id,
                Jobs.ACME,
                new EnvironmentAlias(alias),
                null,
                EnvironmentStatus.READY,
                false,
                1,
                null,
                Scene.now(),
                null,
                null);
    }

    private static List<LogLine> lines(Job job) throws Undecodable {
        try (var topic = new Records(servers.kafkaBootstrapServers(), Topics.JOB_TASK_LOGS)) {
            var lines = new ArrayList<LogLine>();
            for (var message : topic.of(job.id().value())) {
                lines.add(Messages.decodeLogLine(message));
            }
            return lines;
        }
    }

    @Test
    void waiterThatIsCancelledLeavesTheQueue() {
        var environment = Scene.anEnvironment();
        scene.awaitDispatched(scene.announced(environment));
        var waiter = scene.announced(environment);
        awaitWaiting(waiter);

        scene.happens(waiter, _ -> new JobEvent.CancelRequested(Jobs.ALICE));

        scene.awaitUntil(waiter, Job::settled);
        assertThat(lock(environment).isAwaitedBy(waiter.id())).isFalse();
    }

    @Test
    void dryRunsOfOneEnvironmentRunTogether() {
        var environment = Scene.anEnvironment();
        var store = scheduler.bean(JobStore.class);
        var jobs =
                IntStream.range(0, 20)
                        .mapToObj(_ -> Scene.planned(environment, Jobs.aDryRun().spec(), null))
                        .map(store::insert)
                        .toList();

        jobs.forEach(scene::announce);

        jobs.forEach(scene::awaitDispatched);
        assertThat(lock(environment).holders())
                .hasSize(20)
                .allMatch(hold -> hold.mode() == LockMode.SHARED);
    }

    @Test
    void lockOfAJobThatIsOverDoesNotBlockForEver() {
        var environment = Scene.anEnvironment();
        var over = scene.worked(scene.announced(environment), WORKER);
        scheduler
                .bean(EnvironmentLocks.class)
                .change(
                        Jobs.ACME,
                        environment,
                        lock -> lock.request(over.id(), LockMode.EXCLUSIVE));

        var next = scene.announced(environment);

        assertThat(scene.awaitDispatched(next)).hasStatus(JobStatus.ACTIVE);
        await().until(() -> !lock(environment).isHeldBy(over.id()));
    }

    @Test
    void jobThatEndedWhileItWaitedLetsTheNextOneIn() {
        var environment = Scene.anEnvironment();
        var over = scene.worked(scene.announced(environment), WORKER);
        var holder = scene.awaitDispatched(scene.announced(environment));
        scheduler
                .bean(EnvironmentLocks.class)
                .change(
                        Jobs.ACME,
                        environment,
                        lock -> lock.request(over.id(), LockMode.EXCLUSIVE));
        var next = awaitWaiting(scene.announced(environment));

        scene.worked(holder, WORKER);

        assertThat(scene.awaitDispatched(next)).hasStatus(JobStatus.ACTIVE);
        assertThat(lock(environment).isHeldBy(over.id())).isFalse();
    }
}
