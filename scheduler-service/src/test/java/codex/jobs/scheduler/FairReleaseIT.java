package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.QueueWait;
import codex.jobs.model.job.Step;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.mongo.Collections;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

class FairReleaseIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final int MOST_ACTIVE = 4;
    private static final int WINDOW = 12;
    private static final int FLOOD = 5_000;

    /// Jobs that an organization of the usual weight may have before the next one is served.
    private static final int TURN = 5;

    private static final List<Job> everything = new ArrayList<>();
    private static TestScheduler scheduler;
    private static Scene scene;
    private static JobStore jobs;
    private static JobQueues queues;

    @BeforeAll
    static void start() {
        scheduler =
                TestScheduler.start(
                        servers,
                        "codex.jobs.scheduler.reconcile-period=1h",
                        "codex.jobs.scheduler.window=" + WINDOW,
                        "codex.jobs.limits.active-jobs=" + MOST_ACTIVE);
        scene = new Scene(scheduler);
        jobs = scheduler.bean(JobStore.class);
        queues = scheduler.bean(JobQueues.class);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    /// The window is that of all tests.
    @AfterEach
    void nothingIsLeft() {
        everything.forEach(FairReleaseIT::end);
        await().until(() -> scene.stored(everything).stream().allMatch(Job::settled));
        everything.clear();
    }

    private static OrganizationId anOrganization() {
        return new OrganizationId(
                "org-" + Jobs.aJob().id().value().toLowerCase(Locale.ROOT).substring(0, 20));
    }

    private static void limit(OrganizationId organization, String name, int limit) {
        scheduler
                .bean(MongoTemplate.class)
                .getCollection(Collections.ORGANIZATIONS)
                .updateOne(
                        new Document("_id", organization.value()),
                        new Document("$set", new Document("limits." + name, limit)),
                        new UpdateOptions().upsert(true));
    }

    private static List<Job> created(OrganizationId organization, int count) {
        return IntStream.range(0, count).mapToObj(_ -> created(organization)).toList();
    }

    /// A dry run, which waits for no environment.
    private static Job planned(OrganizationId organization) {
        return Job.planned(
                Jobs.aJob().id(),
                organization,
                Jobs.MAIN,
                "a job",
                Jobs.aDryRun().spec(),
                null,
                Jobs.ALICE,
                null,
                Scene.now());
    }

    private static Job created(OrganizationId organization) {
        var job = jobs.insert(planned(organization));
        everything.add(job);
        scene.announce(job);
        return job;
    }

    private static long active(List<Job> those) {
        return scene.stored(those).stream().filter(job -> job.status() == JobStatus.ACTIVE).count();
    }

    private static void awaitDecided(List<Job> those) {
        await().until(() ->
                scene.stored(those).stream()
                        .allMatch(job ->
                                job.status() == JobStatus.ACTIVE || job.queueWait() != null));
    }

    private static void end(Job job) {
        if (!scene.stored(job).status().isTerminal()) {
            scene.happens(job, _ -> new JobEvent.CancelRequested(Jobs.ALICE));
        }
    }

    @Test
    void organizationWithManyJobsDoesNotKeepAnotherWaiting() {
        var many = created(anOrganization(), 60);
        awaitDecided(many);

        var one = created(anOrganization());

        assertThat(scene.awaitDispatched(one)).hasStatus(JobStatus.ACTIVE);
        assertThat(active(many)).isEqualTo(MOST_ACTIVE);
    }

    /// Queued as by schedulers, but by one write for a thousand.
    private static void flood(OrganizationId organization) {
        for (var inserted = 0; inserted < FLOOD; inserted += 1_000) {
            jobs.insertMissing(
                    IntStream.range(0, 1_000).mapToObj(_ -> queued(organization)).toList());
        }
    }

    private static Job queued(OrganizationId organization) {
        var job = planned(organization);
        var queued = new JobEvent.Queued(QueueWait.Reason.WINDOW);
        return ((Step.Applied) JobMachine.step(job, queued, Scene.now())).job();
    }

    private static void dropQueued(OrganizationId organization) {
        scheduler
                .bean(MongoTemplate.class)
                .getCollection(Collections.JOBS)
                .deleteMany(
                        new Document("organization", organization.value())
                                .append("queue", new Document("$gte", "")));
    }

    @Test
    void aFloodIsServedOneTurnBeforeSomebodyElseIsServed() {
        var flooding = anOrganization();
        limit(flooding, "activeJobs", 2 * FLOOD);
        var blocking = created(flooding, WINDOW);
        scene.awaitDispatched(blocking);
        flood(flooding);
        var one = created(anOrganization());
        awaitDecided(List.of(one));
        assertThat(scene.stored(one)).hasStatus(JobStatus.PENDING);

        blocking.subList(0, TURN + 1).forEach(FairReleaseIT::end);

        assertThat(scene.awaitDispatched(one)).hasStatus(JobStatus.ACTIVE);
        var type = one.tasks().getFirst().type();
        await().untilAsserted(() ->
                assertThat(queues.queued(type, flooding, FLOOD)).hasSize(FLOOD - TURN));

        // nothing of it can move: there is no room
        dropQueued(flooding);
        everything.addAll(jobs.unfinishedAt(flooding, Jobs.MAIN, WINDOW));
    }

    @Test
    void queueIsWorkedOffFirstComeFirstServed() {
        var organization = anOrganization();
        var all = created(organization, 3 * MOST_ACTIVE);
        awaitDecided(all);
        var waiting = queues.queued(all.getFirst().tasks().getFirst().type(), organization, 100);
        assertThat(waiting).hasSize(2 * MOST_ACTIVE);
        assertThat(waiting)
                .allMatch(job ->
                        job.queueWait() != null
                                && job.queueWait().reason() == QueueWait.Reason.QUOTA
                                && job.status() == JobStatus.PENDING);
        assertThat(queues.positions(waiting, 100)).containsEntry(waiting.get(2).id(), 3);

        var running = scene.stored(all).stream().filter(job -> job.queueWait() == null).toList();
        end(running.getFirst());

        assertThat(scene.awaitDispatched(waiting.getFirst())).hasStatus(JobStatus.ACTIVE);
        assertThat(scene.stored(waiting.get(1))).hasStatus(JobStatus.PENDING);
    }

    @Test
    void changedLimitTakesEffectWithoutARestart() {
        var organization = anOrganization();
        limit(organization, "activeJobs", 0);
        var all = created(organization, 8);
        await().until(() ->
                scene.stored(all).stream()
                        .allMatch(job ->
                                job.queueWait() != null
                                        && job.queueWait().reason() == QueueWait.Reason.PAUSED));

        limit(organization, "activeJobs", 7);

        await().until(() -> active(all) == 7);
    }

    @Test
    void organizationsTakeTurnsByTheirWeightWhenWorkersAreShort() {
        var heavy = anOrganization();
        var light = anOrganization();
        Map.of(heavy, 3, light, 1)
                .forEach((organization, weight) -> {
                    limit(organization, "weight", weight);
                    limit(organization, "activeJobs", 1_000);
                });
        var blocking = created(anOrganization(), MOST_ACTIVE);
        blocking.forEach(scene::awaitDispatched);
        var all = Map.of(heavy, created(heavy, 150), light, created(light, 150));
        all.values().forEach(FairReleaseIT::awaitDecided);
        var type = blocking.getFirst().tasks().getFirst().type();
        assertThat(queues.countDispatched(type, 1_000)).isLessThanOrEqualTo(WINDOW);

        blocking.forEach(FairReleaseIT::end);
        var taken = new HashMap<OrganizationId, Integer>();
        while (taken.values().stream().mapToInt(Integer::intValue).sum() < 120) {
            for (var of : all.entrySet()) {
                for (var job : scene.stored(of.getValue())) {
                    if (job.dispatched().isPresent()) {
                        end(job);
                        taken.merge(of.getKey(), 1, Integer::sum);
                    }
                }
            }
        }

        assertThat((double) taken.getOrDefault(heavy, 0) / taken.getOrDefault(light, 0))
                .isBetween(1.8, 4.5);
    }
}
