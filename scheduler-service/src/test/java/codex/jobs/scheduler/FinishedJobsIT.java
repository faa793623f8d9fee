package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.scheduler.retention.FinishedJobs;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.RemovedJobs;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Finished jobs go with all that is about them, and nothing else does.
class FinishedJobsIT {

    @RegisterExtension
    static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA, Part.S3);

    private static TestScheduler scheduler;
    private static Scene scene;
    private static JobStore jobs;

    @BeforeAll
    static void start() {
        scheduler =
                TestScheduler.start(
                        servers,
                        "codex.jobs.scheduler.retention.period=1h",
                        "codex.jobs.scheduler.retention.batch=2",
                        "codex.jobs.scheduler.retention.organizations.acme.finished-jobs=0s");
        scene = new Scene(scheduler);
        jobs = scheduler.bean(JobStore.class);
        scheduler
                .bean(OrganizationStore.class)
                .insert(new Organization(Jobs.ACME, "Acme", Scene.now()));
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    private static Job finished() {
        var job = scene.announced(Scene.anEnvironment());
        scheduler.bean(JobLogStore.class).insertAll(List.of(line(job)));
        var task = job.tasks().getFirst().id();
        scheduler
                .bean(ChunkLedger.class)
                .putIfAbsent(
                        ChunkRecord.of(
                                Jobs.ACME,
                                task,
                                0,
                                Scene.now(),
                                Map.of(),
                                Counts.NONE,
                                List.of(),
                                0,
                                ChunkRecord.Touched.NOTHING,
                                List.of()));
        scheduler.bean(ChunkLedger.class).keep(Jobs.ACME, task, 0, Set.of("a", "b"));
        return scene.worked(job, new SessionId("w"));
    }

    private static LogLine line(Job job) {
        return new LogLine(
                LogId.ofJob(job.id(), "a-line"),
                Jobs.ACME,
                job.id(),
                null,
                1,
                0,
                Scene.now(),
                LogType.INFO,
                "A line",
                null,
                null,
                null,
                null,
                null);
    }

    private static boolean isAnythingLeftOf(Job job) {
        var ledger = scheduler.bean(ChunkLedger.class);
        var task = job.tasks().getFirst().id();
        return ledger.find(task, 0).isPresent()
                || !ledger.kept(task, Set.of("a", "b")).isEmpty()
                || lines(job) > 0;
    }

    private static long lines(Job job) {
        return scheduler
                .bean(JobLogStore.class)
                .search(new LogQuery(Jobs.ACME, job.id(), null, List.of(), null, 0, 10))
                .total();
    }

    @Test
    void finishedJobsGoWithAllThatIsAboutThem() {
        var old = List.of(finished(), finished(), finished());
        var running = scene.announced(Scene.anEnvironment());
        scene.claimed(scene.awaitDispatched(running), new SessionId("w"));
        var export =
                jobs.insert(
                        Scene.planned(
                                Scene.anEnvironment(),
                                new JobSpec.ExportEntries("{}", ExportFormat.JSON),
                                null));
        scene.announce(export);
        scene.worked(export, new SessionId("w"));

        scheduler.bean(FinishedJobs.class).remove();

        assertThat(old)
                .allSatisfy(job -> {
                    assertThat(jobs.find(Jobs.ACME, job.id())).isEmpty();
                    assertThat(isAnythingLeftOf(job)).isFalse();
                });
        assertThat(jobs.find(Jobs.ACME, running.id())).isPresent();
        assertThat(jobs.find(Jobs.ACME, export.id())).as("its file is kept").isPresent();
        assertThat(removed()).isEmpty();
    }

    @Test
    void whatAnotherOneHasLeftBehindGoesToo() {
        var gone = finished();
        scheduler.bean(RemovedJobs.class).enter(gone, Scene.now().minus(Duration.ofHours(1)));
        jobs.remove(gone);
        var stays = scene.announced(Scene.anEnvironment());
        scheduler.bean(JobLogStore.class).insertAll(List.of(line(stays)));
        scheduler.bean(RemovedJobs.class).enter(stays, Scene.now().minus(Duration.ofHours(1)));

        scheduler.bean(FinishedJobs.class).remove();

        assertThat(isAnythingLeftOf(gone)).isFalse();
        assertThat(lines(stays)).isPositive();
        assertThat(removed()).isEmpty();
    }

    @Test
    void aJobThatHasChangedSinceItWasReadStays() {
        var read = scene.announced(Scene.anEnvironment());
        scene.awaitDispatched(read);

        assertThat(jobs.remove(read)).isFalse();
    }

    private static List<RemovedJobs.Removed> removed() {
        return scheduler
                .bean(RemovedJobs.class)
                .enteredBefore(Scene.now().plus(Duration.ofHours(1)), 10);
    }
}
