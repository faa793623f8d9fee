package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.RetiredContent;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever ends an environment job early, its environments are then as they were before.
class EnvironmentEndsIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final SessionId WORKER = new SessionId("w-of-a-test");

    private static TestScheduler scheduler;
    private static Scene scene;
    private static EnvironmentStore environments;
    private static EnvironmentBuilds builds;

    @BeforeAll
    static void start() {
        scheduler = TestScheduler.start(servers, "codex.jobs.scheduler.reconcile-period=1h");
        scene = new Scene(scheduler);
        environments = scheduler.bean(EnvironmentStore.class);
        builds = scheduler.bean(EnvironmentBuilds.class);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    private static Environment environment(EnvironmentId id, EnvironmentStatus status) {
        return new Environment(
                id,
                Jobs.ACME,
                new EnvironmentAlias("a" + UUID.randomUUID()),
                "An environment",
                status,
                false,
                1,
                null,
                Scene.now(),
                null,
                null);
    }

    private static Environment ready() {
        var environment = environment(Scene.anEnvironment(), EnvironmentStatus.READY);
        environments.insert(environment);
        return environment;
    }

    private static Job announced(JobSpec spec) {
        var job = Scene.planned(Scene.anEnvironment(), spec, null);
        scheduler.bean(JobStore.class).insert(job);
        return job;
    }

    private static Job cancelled(Job job) {
        scene.announce(scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE)));
        return scene.awaitUntil(job, Job::settled);
    }

    @Test
    void anEnvironmentWhoseCreationIsCancelledBeforeItStartsIsGone() {
        var base = ready();
        var spec =
                new JobSpec.CreateEnvironment(
                        base.id(), new EnvironmentAlias("n" + UUID.randomUUID()), "New");
        var job = announced(spec);
        var target = environment(spec.newEnvironment(job.id()), EnvironmentStatus.CREATING);
        builds.reserve(target, job.id());

        assertThat(cancelled(job)).hasOutcome(JobOutcome.CANCELLED);

        assertThat(environments.find(Jobs.ACME, target.id())).isEmpty();
        assertThat(scheduler.bean(RetiredContent.class).of(job.id())).hasSize(1);
    }

    @Test
    void anEnvironmentWhoseSyncFailsIsAsItWas() {
        var target = ready();
        var job = announced(new JobSpec.SyncEnvironments(ready().id(), target.id(), false));
        scene.announce(job);
        scene.claimed(scene.awaitDispatched(job), WORKER);
        builds.begin(Jobs.ACME, target.id(), job.id());
        assertThat(environments.find(Jobs.ACME, target.id()).orElseThrow().status())
                .isEqualTo(EnvironmentStatus.SYNCING);

        scene.announce(
                scene.happens(
                        job,
                        now ->
                                new JobEvent.TaskFailed(
                                        Scene.current(now).id(),
                                        1,
                                        new JobError("COPY_NOT_VERIFIED", "No", null, false),
                                        Scene.current(now).progress(),
                                        Scene.current(now).counts(),
                                        JobResult.NONE)));
        scene.awaitUntil(job, Job::settled);

        assertThat(environments.find(Jobs.ACME, target.id())).contains(target);
        assertThat(scheduler.bean(RetiredContent.class).of(job.id())).hasSize(1);
    }

    @Test
    void anEnvironmentWhoseDeletionIsCancelledIsBack() {
        var target = ready();
        var job = announced(new JobSpec.DeleteEnvironment(target.id()));
        builds.hide(Jobs.ACME, target.id(), job.id());

        cancelled(job);

        assertThat(environments.find(Jobs.ACME, target.id())).contains(target);
    }

    @Test
    void aSiteWhoseMakingIsCancelledIsRetired() {
        var environment = ready();
        var spec = new JobSpec.CloneSite("site1", "copy", "Copy", null);
        var job = Scene.planned(environment.id(), spec, null);
        scheduler.bean(JobStore.class).insert(job);
        scene.announce(job);
        scene.claimed(scene.awaitDispatched(job), WORKER);
        scene.announce(scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE)));
        scene.announce(
                scene.happens(job, now -> new JobEvent.TaskStopped(Scene.current(now).id(), 1)));
        var retired = scheduler.bean(RetiredContent.class);
        var site = await().until(() -> retired.of(job.id()), found -> !found.isEmpty()).getFirst();
        assertThat(site.site()).isEqualTo(spec.newSite(job));
        assertThat(site.generation()).isEqualTo(1);
        // others must not see any of it, and wait
        var next = scene.announced(environment.id());
        scene.awaitUntil(next, waiting -> waiting.lockWait() != null);
        assertThat(scene.stored(job).settled()).isFalse();

        retired.dropped(site, Scene.now());

        scene.awaitUntil(job, Job::settled);
        scene.awaitDispatched(next);
        assertThat(environments.find(Jobs.ACME, environment.id())).contains(environment);
    }

    @Test
    void aSiteThatNobodyHasBegunLeavesNothing() {
        var environment = ready();
        var job =
                Scene.planned(
                        environment.id(),
                        new JobSpec.CloneSite("site1", "copy", "Copy", null),
                        Scene.now().plus(Duration.ofDays(1)));
        scheduler.bean(JobStore.class).insert(job);

        assertThat(cancelled(job)).hasOutcome(JobOutcome.CANCELLED);

        assertThat(scheduler.bean(RetiredContent.class).of(job.id())).isEmpty();
    }

    @Test
    void aSyncThatHasCompletedIsNotTouched() {
        var target = ready();
        var job = announced(new JobSpec.SyncEnvironments(ready().id(), target.id(), false));
        scene.announce(job);
        builds.begin(Jobs.ACME, target.id(), job.id());
        builds.switchOver(Jobs.ACME, target.id(), job.id(), Scene.now(), Duration.ofDays(7));

        scene.worked(job, WORKER);

        var after = environments.find(Jobs.ACME, target.id()).orElseThrow();
        assertThat(after.activeGeneration()).isEqualTo(2);
        assertThat(after.status()).isEqualTo(EnvironmentStatus.READY);
    }
}
