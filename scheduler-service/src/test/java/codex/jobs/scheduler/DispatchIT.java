package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.log.LogLine;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class DispatchIT {

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

    @Test
    void jobWhoseNewsWasLostIsFoundByItsWakeUp() {
        var job = scene.created(Scene.anEnvironment(), null);

        assertThat(scene.awaitDispatched(job)).hasStatus(JobStatus.ACTIVE);
    }

    @Test
    void scheduledJobStartsWhenItIsDueAndNotBefore() {
        var at = Scene.now().plusSeconds(2);
        var job = scene.created(Scene.anEnvironment(), at);
        scene.announce(job);

        var started = scene.awaitDispatched(job).startedAt();

        assertThat(started).isBetween(at, at.plusSeconds(3));
    }

    @Test
    void tasksFollowEachOtherUntilTheJobIsSettled() {
        var job = scene.worked(scene.announced(Scene.anEnvironment()), WORKER);

        assertThat(job).hasStatus(JobStatus.COMPLETED).hasOutcome(JobOutcome.SUCCEEDED);
        assertThat(job.wakeAt()).isNull();
    }

    @Test
    void cancelledJobIsSettledWithoutARun() {
        var job = scene.created(Scene.anEnvironment(), Scene.now().plusSeconds(3600));

        scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE));

        assertThat(scene.awaitUntil(job, Job::settled))
                .hasStatus(JobStatus.DELETED)
                .hasOutcome(JobOutcome.CANCELLED);
    }

    @Test
    void logSaysWhoCancelledEvenIfTheServiceThatWasAskedHasDied() {
        var job = scene.created(Scene.anEnvironment(), Scene.now().plusSeconds(3600));

        scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE, "wrong file"));

        scene.awaitUntil(job, Job::settled);
        var query = new LogQuery(job.organization(), job.id(), null, List.of(), null, 0, 10);
        assertThat(scheduler.bean(JobLogStore.class).search(query).items())
                .extracting(LogLine::message)
                .containsExactly("Cancelled by Alice: wrong file");
    }

    @Test
    void retriedJobTakesItsLocksAgainAndGoesOn() {
        var environment = Scene.anEnvironment();
        var failed = scene.awaitDispatched(scene.announced(environment));
        scene.happens(failed, _ -> new JobEvent.CancelRequested(Jobs.ALICE));
        scene.awaitUntil(failed, Job::settled);

        scene.announce(
                scene.happens(
                        failed,
                        _ -> new JobEvent.RetryRequested(Jobs.ALICE, Retry.FROM_CHECKPOINT, null)));

        var again = scene.awaitDispatched(failed);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(scene.worked(failed, WORKER)).hasStatus(JobStatus.COMPLETED);
    }

    @Test
    void movedJobStartsAtItsNewTime() {
        var job = scene.created(Scene.anEnvironment(), Scene.now().plusSeconds(3600));
        scene.announce(job);

        scene.announce(
                scene.happens(
                        job, _ -> new JobEvent.UpdateRequested(Jobs.ALICE, null, Scene.now())));

        assertThat(scene.awaitDispatched(job)).hasStatus(JobStatus.ACTIVE);
    }

    @Test
    void damagedJobDoesNotKeepOthersWaiting() {
        var damaged = scene.created(Scene.anEnvironment(), null);
        scheduler
                .bean(MongoTemplate.class)
                .updateFirst(
                        Query.query(Criteria.where("_id").is(damaged.id().value())),
                        new Update().unset("tasks.0.id"),
                        "jobs");
        var stuck = scheduler.bean(MeterRegistry.class).counter("codex.jobs.scheduler.stuck");
        await().until(() -> stuck.count() > 0);

        var job = scene.created(Scene.anEnvironment(), null);

        assertThat(scene.awaitDispatched(job)).hasStatus(JobStatus.ACTIVE);
    }
}
